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

/* What a command leaves behind in memory that stays, by the same table. */
enum atecc_leaving {
	LEAVES_NOTHING,
	LEAVES_VALUE,    /* of a slot or a zone: what was there may be gone, another can be put there */
	LEAVES_FOR_EVER, /* locks, counts, uses, rolled keys */
};

/* config as above. An opcode that nobody has leaves nothing; of a mode that nobody has the worst of its command counts. */
enum atecc_leaving atecc_leaves(const uint8_t *config, uint8_t opcode, uint8_t param1, uint16_t param2);

/* "no", "yes", and what it hangs on. For pages and listings. */
const char *atecc_undoing_text(const struct atecc_form *form);

#endif
