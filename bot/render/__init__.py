"""Renderers: a neutral `Reply` in the form that one platform shows. Pure, without any platform's packages."""
