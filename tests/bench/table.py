"""Figures in aligned columns."""

from collections.abc import Sequence

import click


def show(title: str, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table: the first column to the left, figures to the right."""
    widths = [max(map(len, column)) for column in zip(header, *rows, strict=True)]
    click.echo(f"\n{title}")
    for row in (header, *rows):
        first, *rest = (
            cell.rjust(width) if n else cell.ljust(width)
            for n, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        click.echo("  " + "   ".join((first, *rest)))
