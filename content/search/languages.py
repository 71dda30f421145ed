"""Other languages: recognised by their small words or their script, and put into English key words to search by."""

import re
from dataclasses import dataclass

_IDEOGRAMS = r"\u3040-\u30ff\u3400-\u9fff"
_WORD = re.compile(rf"[{_IDEOGRAMS}]+|[^\W\d_{_IDEOGRAMS}]+(?:'[^\W\d_]+)?")
_SCRIPTS = (
    ("Japanese", re.compile(r"[\u3040-\u30ff]")),
    ("Chinese", re.compile(r"[\u3400-\u9fff]")),
    ("Korean", re.compile(r"[\uac00-\ud7af]")),
    ("Russian", re.compile(r"[\u0400-\u04ff]")),
    ("Greek", re.compile(r"[\u0370-\u03ff]")),
    ("Arabic", re.compile(r"[\u0600-\u06ff]")),
    ("Hebrew", re.compile(r"[\u0590-\u05ff]")),
    ("Hindi", re.compile(r"[\u0900-\u097f]")),
)
_SMALL_WORDS = {
    "German": "der die das ein eine einen und ist sind was wie wann warum wer welche welcher welches ich wir man nicht"
    " mit für von auf zwischen zum zur kann können soll sollen muss müssen braucht brauche brauchen bedeutet auch oder"
    " wenn es den dem des im wird werden statt mein meine unsere unser viel kostet zu hallo",
    "French": "le la les un une des du de et est sont que quel quelle quelles quels qu'est quoi comment quand pourquoi"
    " je nous il faut pas avec pour entre dans sur peut peux puis doit combien ce cette mon nos notre c'est coûte ou"
    " bonjour",
    "Spanish": "el la los las un una unos del de y es son que qué cuál cuáles cómo cuándo por para con entre en se"
    " puede puedo necesito debo mi nuestro nuestros cuánto cuesta está sirve o si lo modelo hola",
    "Italian": "il lo la gli le un una del della dei e è sono che cosa cos'è qual quale quali come quando"
    " perché non con per"
    " tra fra nel si può posso devo mio nostro nostri quanto costa o serve ciao",
    "Portuguese": "o os as um uma do da dos das e é são que qual quais como quando por para com entre em se pode posso"
    " preciso devo meu nosso nossos quanto custa não ou olá",
    "Dutch": "de het een en is zijn wat hoe wanneer waarom wie welke ik wij we niet met voor van op tussen kan kunnen"
    " moet moeten betekent ook of als wordt mijn onze veel kost",
}
_VOCABULARY = {language: frozenset(words.split()) for language, words in _SMALL_WORDS.items()}
_ENGLISH = frozenset(
    "the a an of to and is are was what how when why who which does do did can could should would will i we you it"
    " they not with for from on between in my our your this that there have has be or if about me any as so no am at by"
    " than then but more same".split()
)
_KEY_WORDS = {
    "and": "und et y e 和 与",
    "or": "oder ou o 还是",
    "difference between": "unterschied unterschiede différence différences diferencia diferencias differenza diferença"
    " verschil 区别 区別 差别 不同 違い разница",
    "pretrained model": "vortrainiert vortrainierte vortrainiertes vortrainierten vortrainiertem préentraîné"
    " préentraînés préentrainé preentrenado preentrenados preaddestrato pré-treinado pretreinado voorgetraind"
    " voorgetrainde 预训练 事前学習",
    "fine-tuned model": "feinabgestimmt feinabgestimmte feinabgestimmtes feinabgestimmten feinabgestimmtem"
    " nachtrainiert ajusté affiné ajustado afinado ottimizzato affinato verfijnd 微调 ファインチューニング",
    "fine-tuning": "feinabstimmung ajuste ajustement affinage afinamento fijnafstemming",
    "grounding": "verankerung ancrage anclaje ancoraggio ancoragem 接地 グラウンディング",
    "cost": "kosten kostet teuer preis coût coûte coûts coûter cher prix cuesta cuestan costo coste costos caro costa"
    " costi prezzo custa custo preço kost duur prijs 成本 费用 多少钱 贵 費用 コスト",
    "when to use": "wann quand cuándo quando wanneer 什么时候 何时 いつ",
    "need": "brauche brauchen braucht nötig besoin faut necesito necesita serve bisogno preciso nodig 需要 必要",
    "what is": "significa significado bedeutet betekent signifie was qu'est-ce qu'est qué cos'è wat 什么是 是什么 とは",
    "document": "dokument dokumente dokumenten unterlagen documents documentos documenti documenten 文档 文件 資料",
    "data": "daten données datos dati dados gegevens 数据 データ",
    "training data": "trainingsdaten beispiele exemples ejemplos esempi exemplos voorbeelden 训练数据",
    "train": "trainieren trainiert training entraîner entraînement entrenar entrenamiento addestrare addestramento"
    " treinar treinamento trainen 训练 学習",
    "retrain when facts change": "neu aktualisieren ändern veraltet réentraîner mettre actualizar reentrenar aggiornare"
    " atualizar bijwerken opnieuw 重新训练 更新 新的内容 再学習",
    "citation of sources": "quelle quellen zitieren zitate source citer citations fuente fuentes citar fonte fonti"
    " citare fontes bronnen citeren 引用 来源 出典",
    "hallucination": "halluzination halluzinationen halluziniert erfindet hallucinations alucinación alucinaciones"
    " allucinazioni alucinações hallucinaties 幻觉 ハルシネーション",
    "privacy of confidential data": "datenschutz vertraulich sicher confidentialité confidentiel privacidad"
    " confidencial riservatezza privacidade vertrouwelijk 隐私 安全 プライバシー",
    "prompt": "anweisung eingabe invite consigne instrucción istruzione instrução opdracht 提示词 プロンプト",
    "foundation model": "basismodell grundmodell fondation fundacional fondazione fundação basismodel 基础模型",
    "model": "modell modelle modells modèle modèles modelo modelos modello modelli model modellen 模型 モデル",
    "accurate": "genau genauer genauigkeit précis précision preciso precisión precisione precisão nauwkeurig 准确",
    "set-up time how long": "dauert lange einrichtung durée longtemps tarda tiempo tempo durata duurt lang 多久 时间",
    "from scratch": "null grund zéro cero zero nul 从头 从零",
    "lawyers law firm": "kanzlei anwalt anwälte avocat avocats cabinet abogado abogados bufete avvocato avvocati"
    " advogado advogados advocaat advocaten 律师",
    "both together": "beide beides zusammen gleichzeitig deux ensemble ambos juntos entrambi insieme samen 一起 同时",
    "forget": "vergisst vergessen oublier oublie olvidar olvida dimenticare esquecer vergeten 遗忘 忘记",
    "explain analogy": "erkläre vergleich bild explique explica spiega spiegare explicar leg uit",
    "company": "firma unternehmen entreprise empresa azienda bedrijf 公司 企業",
    "what does it know": "weiß wissen connaissances conocimiento sabe conoscenza conhecimento kennis 知识 知識",
}
_GLOSS = {word: english for english, words in _KEY_WORDS.items() for word in words.split()}


@dataclass(frozen=True, slots=True)
class Foreign:
    """A text in another language: which one, and its key words in English."""

    language: str
    english: str


def foreign(text: str) -> Foreign | None:
    """What a text in another language says, as far as key words go; `None` for English."""
    words = _WORD.findall(text.lower().replace("’", "'"))
    language = _script(text) or _by_small_words(words)
    if language is None:
        return None
    small = _VOCABULARY.get(language, frozenset())
    kept = (_glossed(word) or ("" if word in small else word) for word in words)
    return Foreign(language, " ".join(filter(None, kept)))


def _script(text: str) -> str | None:
    return next((language for language, pattern in _SCRIPTS if pattern.search(text)), None)


def _by_small_words(words: list[str]) -> str | None:
    """The language that more of the words belong to than to English, if there is one."""
    score, language = max((len([w for w in words if w in small]), name) for name, small in _VOCABULARY.items())
    english = len([word for word in words if word in _ENGLISH])
    small = _VOCABULARY[language]
    marked = len(words) > 1 and any(word in small and not word.isascii() for word in words)
    return language if score > english and (score >= 2 or marked) else None


def _glossed(word: str) -> str:
    """The English of a word; of a run of Chinese or Japanese, that of all key words inside."""
    if word in _GLOSS:
        return _GLOSS[word]
    if _SCRIPTS[0][1].search(word) or _SCRIPTS[1][1].search(word):
        return " ".join(english for key, english in _GLOSS.items() if len(key) > 1 and key in word)
    return ""
