"""The dialog: joining, changing, pausing, leaving, and the day's set."""

from dataclasses import replace
from datetime import timedelta

from content.model import Course
from dialogs.daily import wish, zones
from dialogs.daily.day import DaySet
from dialogs.daily.showing import (
    CHANGE,
    JOIN,
    NAME,
    NOW,
    OFF,
    ON,
    PAUSES,
    coming,
    filled,
    form,
    hours,
    state,
)
from dialogs.days import city, local_day, moment, zone
from dialogs.dialog import CommandSpec, Outcome
from dialogs.learner import Conversation, Daily, Learner
from dialogs.reply import Button, Buttons, Element, Reply, Text, say
from dialogs.turn import Action, Command, Open, Submit, Turn
from dialogs.turn import Daily as DailyEvent

MOST_PAUSE = 366


class DailyDialog:
    """Joins, changes, pauses, leaves, shows and begins the daily quiz."""

    name = NAME
    commands = (
        CommandSpec(
            "daily",
            "daily [on|off|pause|now]",
            "A short quiz each day, if you want one",
            "daily on 09:00",
            aliases=("settings",),
        ),
    )

    def __init__(self, course: Course) -> None:
        self._course = course
        self._day = DaySet(course)

    def handle(self, turn: Turn, learner: Learner, conversation: Conversation) -> Outcome | None:
        """See `Dialog`."""
        match turn.event:
            case Command("daily", text):
                return self._asked(wish.read(text, local_day(learner, turn.at)), turn, learner, conversation)
            case Command("settings", ""):
                return self._asked(wish.Wish("change"), turn, learner, conversation)
            case Action(_, verb, args):
                return self._pressed(verb, args, turn, learner, conversation)
            case Submit(_, values):
                return self._sent({name: tuple(value) for name, value in values.items()}, turn, learner)
            case Open("chat") if turn.address.direct:
                return self._day.offer(turn, learner)
            case DailyEvent(day):
                return self._day.come(day, turn, learner, conversation)
        return None

    def remind(self, learner: Learner, conversation: Conversation) -> tuple[Element, ...]:
        """See `Dialog`: its questions belong to the quiz."""
        return ()

    def _asked(self, told: wish.Wish, turn: Turn, learner: Learner, conversation: Conversation) -> Outcome:
        match told.verb:
            case "on":
                return self._on(told, turn, learner)
            case "off":
                return self._off(learner)
            case "pause":
                return self._pause(told, turn, learner)
            case "resume":
                return self._resume(turn, learner)
            case "now":
                return self._day.now(turn, learner, conversation)
            case "change":
                return _form(form(learner, learner.daily or Daily()))
            case "zone":
                return self._zone(told.place, turn, learner)
            case "confidence":
                return self._confidence(learner, on=not told.off)
            case "quiet":
                return self._quiet(told, learner)
            case "invite":
                return _invite(turn)
        return self._shown(turn, learner, told.faults)

    def _pressed(
        self, verb: str, args: tuple[str, ...], turn: Turn, learner: Learner, conversation: Conversation
    ) -> Outcome | None:
        first = args[0] if args else ""
        if verb == "pause" and first.isdecimal() and 0 < int(first) <= MOST_PAUSE:
            until = local_day(learner, turn.at) + timedelta(days=int(first))
            return self._pause(wish.Wish("pause", until=until), turn, learner)
        if verb == "zone" and first:
            return self._zone(first, turn, learner)
        if verb == "confidence":
            return self._confidence(learner, on=first == "on")
        if verb == "join":
            return self._join(turn, learner)
        if verb in {"on", "off", "pause", "resume", "now", "change"}:
            return self._asked(wish.Wish(verb), turn, learner, conversation)
        return None

    # Joining and changing

    def _on(self, told: wish.Wish, turn: Turn, learner: Learner) -> Outcome:
        former = learner.daily or Daily()
        daily = replace(
            former,
            at=former.at if told.at is None else told.at,
            weekdays_only=former.weekdays_only if told.weekdays_only is None else told.weekdays_only,
            count=told.count or former.count,
        )
        notes: tuple[str, ...] = told.faults
        if told.place:
            learner, fault = _moved(learner, told.place)
            stays = f"{fault} So it stays {city(learner.zone)}. Say *daily zone* and a city."
            notes = (*notes, stays) if fault else notes
        return self._set(daily, turn, learner, notes)

    def _set(
        self, daily: Daily, turn: Turn, learner: Learner, notes: tuple[str, ...] = (), update: str = ""
    ) -> Outcome:
        daily = replace(daily, paused_from=None, paused_until=None)
        learner = _timed(replace(learner, daily=daily, daily_ended=""), turn)
        told = f"The daily quiz is on: {daily.count} short questions. The next ones come {coming(learner, turn.at)}."
        notes = (*notes, *_place_note(learner), *_zone_note(learner))
        reply = say(*notes, told, *state(self._course, learner, daily, turn.at), update=update)
        return Outcome((reply,), learner)

    def _sent(self, values: dict[str, tuple[str, ...]], turn: Turn, learner: Learner) -> Outcome:
        """The form was sent: it turns the quiz on as well. One with a fault comes back, and changes nothing."""
        place = (values.get("zone") or ("",))[0].strip()[:60]
        daily = filled(learner.daily or Daily(), values)
        if place and place != learner.zone:
            learner, fault = _moved(learner, place)
            if fault:
                return _form(form(learner, daily, place, fault), turn.clicked)
        return self._set(daily, turn, learner, update=turn.clicked)

    def _off(self, learner: Learner) -> Outcome:
        if learner.daily is None:
            return Outcome((say("The daily quiz is not on, so there is nothing to stop.", Buttons((ON,))),))
        told = say("The daily quiz is off. What you learnt is kept, and *daily on* brings it back.", Buttons((ON,)))
        return Outcome((told,), learner=replace(learner, daily=None))

    def _pause(self, told: wish.Wish, turn: Turn, learner: Learner) -> Outcome:
        if learner.daily is None:
            return self._off(learner)
        if told.until is None:
            spans = Buttons((*(Button(label, Action(NAME, "pause", (str(n),))) for label, n in PAUSES), OFF))
            ask = "For how long? Pick one, or say it, such as *daily pause until 24 December*."
            return Outcome((say(*told.faults, ask, spans),))
        today = local_day(learner, turn.at)
        since = learner.daily.paused_from if learner.daily.paused_until else None
        daily = replace(learner.daily, paused_from=since or today, paused_until=told.until)
        learner = replace(learner, daily=daily)
        until = f"The daily quiz rests. The next one comes {coming(learner, turn.at)}, and your days in a row wait."
        resume = Buttons((Button("Resume now", Action(NAME, "resume")), OFF))
        return Outcome((say(until, resume),), learner)

    def _resume(self, turn: Turn, learner: Learner) -> Outcome:
        if learner.daily is None:
            return Outcome((say("The daily quiz is off. Shall I turn it on?", Buttons((ON,))),))
        today = local_day(learner, turn.at)
        was = learner.daily.paused_until
        # The days of the pause that are over stay days off, so that they break no row.
        daily = replace(learner.daily, paused_until=today) if was is not None and was > today else learner.daily
        learner = _timed(replace(learner, daily=daily), turn)
        told = f"The daily quiz goes on. The next one comes {coming(learner, turn.at)}."
        return Outcome((say(told, Buttons((NOW, CHANGE))),), learner)

    def _zone(self, place: str, turn: Turn, learner: Learner) -> Outcome:
        if not place:
            told = f"Your time zone is {city(learner.zone)}. Say *daily zone* and your city to change it."
            return Outcome((say(told),))
        found, near = zones.find(place)
        if not found:
            offered = Buttons(tuple(Button(city(name), Action(NAME, "zone", (name,))) for name in near))
            ask = (
                "Did you mean one of these?" if near else "Name the largest city near you, such as *daily zone Tokyo*."
            )
            return Outcome((say(f"I know no time zone of that name. {ask}", *((offered,) if near else ())),))
        learner = replace(learner, zone=found, zone_chosen=True)
        here = f"{turn.at.astimezone(zone(found)):%H:%M}"
        told = f"Your time zone is {city(found)} now, where it is {here}."
        if learner.daily is not None:
            learner = _timed(learner, turn)
            told += f" The next daily quiz comes {coming(learner, turn.at)}."
        return Outcome((say(told),), learner)

    def _quiet(self, told: wish.Wish, learner: Learner) -> Outcome:
        if learner.daily is None:
            return Outcome((say("Quiet hours belong to the daily quiz, which is off.", Buttons((ON,))),))
        if told.hours is None and not told.off:
            how = "Say them like *daily quiet 20:00-08:00*, or *daily quiet off*."
            return Outcome((say(f"Quiet hours: {hours(learner.daily)}. Nothing comes late in them. {how}"),))
        daily = replace(learner.daily, quiet=told.hours)
        return Outcome((say(f"Quiet hours: {hours(daily)}."),), replace(learner, daily=daily))

    def _confidence(self, learner: Learner, *, on: bool) -> Outcome:
        if on:
            told = (
                "From now on I ask in your daily quiz how sure you are, before I say what is right. *progress* shows"
                " how far your sureness can be trusted, and *daily confidence off* ends it."
            )
        else:
            told = "I no longer ask how sure you are. *daily confidence on* brings it back."
        return Outcome((say(told),), replace(learner, asks_confidence=on))

    def _join(self, turn: Turn, learner: Learner) -> Outcome:
        """From an invitation, which stands in a channel and stays there; the answer is the learner's alone."""
        if learner.daily is not None:
            joined = learner
            told = "You are in already."
        else:
            joined = _timed(replace(learner, daily=Daily(), daily_ended=""), turn)
            told = "You are in: 3 short questions at 09:00 on weekdays, in a direct message."
        notes = _place_note(joined)
        about = "There you can say *daily* to change the hour and the number, and *daily off* to leave."
        return Outcome((Reply(say(told, *notes, about).elements, surface="private"),), joined)

    def _shown(self, turn: Turn, learner: Learner, faults: tuple[str, ...]) -> Outcome:
        if learner.daily is None:
            ended = (f"It ended because {learner.daily_ended}.",) if learner.daily_ended else ()
            told = "The daily quiz is off. It asks a few questions a day: first what you are about to forget."
            return Outcome((say(*faults, told, *ended, Buttons((ON, NOW))),))
        shown = state(self._course, learner, learner.daily, turn.at)
        return Outcome((say(*faults, Text("Your daily quiz", "title"), *shown),))


def _timed(learner: Learner, turn: Turn) -> Learner:
    """With the first quiz at the next of the learner's hours: one that is past today is let go of."""
    if learner.daily is None:
        return learner
    today = local_day(learner, turn.at)
    over = moment(learner, today, learner.daily.at) <= turn.at
    before = today if over else today - timedelta(days=1)
    return replace(learner, offered_on=max(learner.offered_on or before, before), unanswered=0)


def _form(elements: tuple[Element, ...], update: str = "") -> Outcome:
    return Outcome((Reply(elements, "modal", update),))


def _moved(learner: Learner, place: str) -> tuple[Learner, str]:
    """The learner in the zone of this name; what to say where there is none."""
    found, near = zones.find(place)
    if found:
        return replace(learner, zone=found, zone_chosen=True), ""
    maybe = f"Did you mean {' or '.join(near)}?" if near else "Name the largest city near you."
    return learner, f"I know no time zone of that name. {maybe}"


def _place_note(learner: Learner) -> tuple[str, ...]:
    return () if learner.home is not None else ("Write me a direct message once, and I know where to send it.",)


def _zone_note(learner: Learner) -> tuple[str, ...]:
    """Where no platform tells of a zone, it is better asked for than guessed."""
    unknown = learner.zone in {"UTC", "Etc/UTC"} and not learner.zone_chosen
    return ("I take your time to be UTC. If it is not, say *daily zone* and your city.",) if unknown else ()


def _invite(turn: Turn) -> Outcome:
    """An invitation that everybody in a channel may take or leave."""
    if turn.address.direct:
        told = "Say *daily invite* where others are, in a channel, and I put up a button that each of them may press."
        return Outcome((say(told),))
    about = "A few questions a day on this course, in a direct message, at an hour of your own. Join if you like."
    return Outcome((say(Text("The daily quiz", "title"), about, Buttons((JOIN,))),))
