/* sim/atecc608/irreversible.h: whether a command takes something from a part that nobody can bring back. */
#ifndef SESIM_ATECC_IRREVERSIBLE_H
#define SESIM_ATECC_IRREVERSIBLE_H

#include "command.h"

/*
 * A command as its packet names it, for a part with this configuration zone; NULL: nobody knows it. When in doubt it is:
 * a command that no silicon has, and one that some silicon undoes and another does not. name: its mode, for sentences.
 */
bool atecc_irreversible(
	const uint8_t *config, uint8_t opcode, uint8_t param1, uint16_t param2, const char **name);

/* "no", "yes", and what it hangs on. For pages and listings. */
const char *atecc_undoing_text(const struct atecc_form *form);

#endif
