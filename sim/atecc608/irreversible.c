/* sim/atecc608/irreversible.c: whether a command takes something from a part that nobody can bring back. */
#include "irreversible.h"

#include "zones.h"

/* What the configuration zone says of a slot (zones.h), without a chip around it. */
struct slot_view {
	bool limited_use;
	bool plain_data; /* no key, and read in plain: whoever overwrites it can write it back */
	bool ecdh_to_slot;
};

static struct slot_view slot_of(const uint8_t *config, unsigned int slot)
{
	struct rbuf r = rbuf_from(config + CONFIG_SLOT_CONFIG + (size_t)slot * 2, 2);
	struct rbuf k = rbuf_from(config + CONFIG_KEY_CONFIG + (size_t)slot * 2, 2);
	uint16_t slot_config = rbuf_le16(&r), key_config = rbuf_le16(&k);
	bool secret = slot_config & 0x0080, encrypt_read = slot_config & 0x0040;
	bool private = key_config & 0x0001;
	unsigned int key_type = key_config >> 2 & 7;

	return (struct slot_view){
		.limited_use = slot_config & 0x0020,
		.plain_data = !secret && !encrypt_read && !private && key_type == KEY_TYPE_OTHER,
		.ecdh_to_slot = slot_config & PRIVATE_ECDH_TO_SLOT,
	};
}

/* A use of a key of which only so many are left. Which key, only some commands' param2 tells. */
static bool spends_use(const uint8_t *config, const struct atecc_form *form, uint16_t param2)
{
	bool named = form->param2.kind == PARAM2_SLOT || form->param2.kind == PARAM2_SLOT_LOW_4 ||
		     form->param2.kind == PARAM2_SLOT_OR_FFFF;

	if (!(form->consumes & CONSUMES_LIMITED_USE))
		return false;
	if (!config)
		return true;
	for (unsigned int slot = 0; slot < ATECC_SLOTS; slot++)
		if ((!named || (param2 & 0x0f) == slot) && slot_of(config, slot).limited_use)
			return true;
	return false;
}

/* Write to the data zone. Before it is locked it cannot be read: what was there is gone. */
static bool overwrites_for_good(const uint8_t *config, uint8_t param1, uint16_t param2)
{
	struct atecc_place place;

	if (!config || config[CONFIG_LOCK_VALUE] == CONFIG_UNLOCKED ||
		!atecc_place(param1 & 0x03, param1 & 0x80, param2, &place))
		return true;
	return place.zone != ZONE_DATA || !slot_of(config, place.slot).plain_data;
}

/* Where a result goes that may go to a slot: GenKey's key, ECDH's and KDF's secret. */
static bool goes_to_slot(const uint8_t *config, uint8_t opcode, uint8_t param1, uint16_t param2)
{
	enum { KDF_TARGET_SLOT = 2, ALL_TEMPKEY = 0xffff };

	if (opcode == ATCA_GEN_KEY)
		return param2 != ALL_TEMPKEY;
	if (opcode == ATCA_KDF)
		return (param1 >> 2 & 7) == KDF_TARGET_SLOT;
	return !config || param2 >= ATECC_SLOTS || slot_of(config, param2).ecdh_to_slot;
}

static bool form_is(
	const uint8_t *config, const struct atecc_form *form, uint8_t opcode, uint8_t param1, uint16_t param2)
{
	if (spends_use(config, form, param2))
		return true;
	switch (form->undo) {
	case UNDO_NOT_NEEDED:
		return false;
	case UNDO_BY_SLOT:
		return overwrites_for_good(config, param1, param2);
	case UNDO_BY_TARGET:
		return goes_to_slot(config, opcode, param1, param2);
	case UNDO_ANEW:
	case UNDO_NEVER:
		break;
	}
	return true;
}

bool atecc_irreversible(
	const uint8_t *config, uint8_t opcode, uint8_t param1, uint16_t param2, const char **name)
{
	const struct atecc_command *command = atecc_command_find(opcode, ON_ALL);
	bool known = false;

	*name = "an unknown mode";
	for (size_t i = 0; command && i < command->n_forms; i++) {
		const struct atecc_form *form = &command->forms[i];

		if ((param1 & ~form->free) != form->mode)
			continue;
		*name = form->name;
		known = true;
		if (form_is(config, form, opcode, param1, param2))
			return true;
	}
	return !known;
}

/* Until the configuration zone is locked its counters are written like anything else in it. */
static bool counts_stay(const uint8_t *config)
{
	return !config || config[CONFIG_LOCK_CONFIG] != CONFIG_UNLOCKED;
}

static enum atecc_leaving form_leaves(
	const uint8_t *config, const struct atecc_form *form, uint8_t opcode, uint8_t param1, uint16_t param2)
{
	if (form->undo == UNDO_NEVER || (counts_stay(config) && spends_use(config, form, param2)))
		return LEAVES_FOR_EVER;
	if (form->undo == UNDO_BY_TARGET && !goes_to_slot(config, opcode, param1, param2))
		return LEAVES_NOTHING;
	return form->writes ? LEAVES_VALUE : LEAVES_NOTHING;
}

enum atecc_leaving atecc_leaves(const uint8_t *config, uint8_t opcode, uint8_t param1, uint16_t param2)
{
	const struct atecc_command *command = atecc_command_find(opcode, ON_ALL);
	enum atecc_leaving most = LEAVES_NOTHING, any = LEAVES_NOTHING;
	bool known = false;

	if (!command)
		return LEAVES_NOTHING;
	for (size_t i = 0; i < command->n_forms; i++) {
		const struct atecc_form *form = &command->forms[i];
		enum atecc_leaving leaves = form_leaves(config, form, opcode, param1, param2);
		bool fits = (param1 & ~form->free) == form->mode;

		known |= fits;
		any = leaves > any ? leaves : any;
		most = fits && leaves > most ? leaves : most;
	}
	return known ? most : any;
}

const char *atecc_undoing_text(const struct atecc_form *form)
{
	static const char *const texts[] = {
		[UNDO_NOT_NEEDED] = "no",
		[UNDO_NEVER] = "yes",
		[UNDO_ANEW] = "yes",
		[UNDO_BY_SLOT] = "unless the slot holds no key and is read in plain",
		[UNDO_BY_TARGET] = "when the result goes to a slot",
	};

	if (form->undo == UNDO_NOT_NEEDED && form->consumes & CONSUMES_LIMITED_USE)
		return "when the key's uses are limited";
	return texts[form->undo];
}
