"""Puts a fresh template in place and merges it into each .po beside it: merge_translations.py FRESH.pot I18N_FOLDER."""

import sys
from pathlib import Path

import polib

DATES = ("POT-Creation-Date", "PO-Revision-Date")  # they would change with every run

if __name__ == "__main__":
    fresh, folder = Path(sys.argv[1]), Path(sys.argv[2])
    template = polib.pofile(str(fresh))
    for date in DATES:
        template.metadata.pop(date, None)
    template.save(str(folder / "sales_os.pot"))
    print(f"i18n/sales_os.pot: {len(template)} texts")
    for path in sorted(folder.glob("*.po")):
        translation = polib.pofile(str(path))
        translation.merge(template)
        translation.save(str(path))
        print(f"i18n/{path.name}: {translation.percent_translated()} % translated, {len(translation.untranslated_entries())} texts missing")
