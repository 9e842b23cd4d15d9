/* sim/profiles/profile_atecc.c: an ATECC's sections: [config], [otp], [slots]. */
#include <string.h>

#include "profile_draft.h"

enum {
	SN_0_3 = 0,
	REVISION = 4,
	SN_4_8 = 8,
	I2C_ADDRESS = 16,
	SLOT_CONFIG = 20,
	LOCK_DATA = 86,
	LOCK_CONFIG = 87,
	SLOT_LOCKED = 88,
	KEY_CONFIG = 96,
	UNLOCKED = 0x55,
	LOCKS_CONFIG = 1,
	LOCKS_DATA = 2,
	PUBLIC_KEY = 64,
	PUBLIC_KEY_PADDED = 72,
	PRIVATE_KEY = 36,
	SLOT_MAX = 416,
};

size_t profile_slot_length(size_t slot)
{
	return slot < 8 ? 36 : slot == 8 ? 416 : 72;
}

/* --- [config] */

/* The bytes that a part's own serial number gives, and those that another key may give. */
static bool may_be_made(size_t at)
{
	return at == SN_0_3 + 2 || at == SN_0_3 + 3 || (at >= SN_4_8 && at < SN_4_8 + 4) ||
	       (at >= LOCK_DATA && at < SLOT_LOCKED + 2);
}

static int take_config_byte(struct draft *draft, size_t at, struct span word)
{
	struct draft_atecc *atecc = draft->atecc;

	if (at >= PROFILE_ATECC_CONFIG)
		return draft_fail(
			draft, "the row goes beyond the config zone's %d bytes", PROFILE_ATECC_CONFIG);
	if (atecc->config_mark[at].line != 0)
		return draft_fail(draft, "config byte %zu is given twice, here and in line %zu", at,
			atecc->config_mark[at].line);
	atecc->config_mark[at] = draft->here;
	atecc->made[at] = span_is(word, "..");
	if (atecc->made[at] && !may_be_made(at))
		return draft_fail(draft,
			"config byte %zu must be given: only bytes 2, 3 and 8 to 11 (the serial number) and "
			"86 to 89 "
			"(locks, locked-slots) can be ..",
			at);
	if (!atecc->made[at] && (word.len != 2 || span_bytes(word, &atecc->as.config[at], 1) != 1))
		return draft_fail(draft, "\"%.*s\" is no byte: a row is of two hex digits a byte, or ..",
			span_shown(word), word.at);
	return 0;
}

static int open_config(struct draft *draft, struct span argument)
{
	(void)argument;
	draft->atecc->config_section = draft->here;
	return 0;
}

static int config_row(struct draft *draft, struct span key, struct span value)
{
	size_t at;
	int rc = 0;

	if (!span_number(key, PROFILE_ATECC_CONFIG - 1, &at))
		return draft_fail(draft,
			"a row of [config] begins with a byte's number from 0 to %d, not \"%.*s\"",
			PROFILE_ATECC_CONFIG - 1, span_shown(key), key.at);
	while (rc == 0 && value.len > 0)
		rc = take_config_byte(draft, at++, span_word(&value));
	return rc;
}

static int take_locks(struct draft *draft, struct span value)
{
	draft->atecc->has_locks = true;
	if (span_is(value, "none"))
		return 0;
	while (value.len > 0) {
		struct span word = span_word(&value);

		if (span_is(word, "config"))
			draft->atecc->locks |= LOCKS_CONFIG;
		else if (span_is(word, "data"))
			draft->atecc->locks |= LOCKS_DATA;
		else
			return draft_fail(draft, "\"%.*s\" is no lock: locks = none, config, or config data",
				span_shown(word), word.at);
	}
	return 0;
}

static int take_locked_slots(struct draft *draft, struct span value)
{
	draft->atecc->has_locked_slots = true;
	if (span_is(value, "none"))
		return 0;
	while (value.len > 0) {
		struct span word = span_word(&value);
		size_t slot;

		if (!span_number(word, PROFILE_ATECC_SLOTS - 1, &slot))
			return draft_fail(draft,
				"\"%.*s\" is no slot: locked-slots = none, or numbers from 0 to %d",
				span_shown(word), word.at, PROFILE_ATECC_SLOTS - 1);
		draft->atecc->locked_slots |= (uint16_t)(1u << slot);
	}
	return 0;
}

static const struct draft_key config_keys[] = {
	{ "locks", take_locks, 0 },
	{ "locked-slots", take_locked_slots, 0 },
};

/* --- text or hex, of [otp] and [slots] */

/* ascii "..." or hex ..; bytes of the draft's. */
static int take_bytes(struct draft *draft, struct span value, size_t cap, const uint8_t **bytes, size_t *len)
{
	struct span rest = value, word = span_word(&rest), text;
	uint8_t found[SLOT_MAX];
	const void *from = found;
	int n = 0;

	if (span_is(word, "ascii")) {
		if (!span_quoted(rest, &text))
			return draft_fail(draft, "ascii wants a text in quotation marks: ascii \"...\"");
		from = text.at;
		*len = text.len;
	} else if (span_is(word, "hex")) {
		n = span_bytes(rest, found, sizeof(found));
		if (n < 0)
			return draft_fail(
				draft, "\"%.*s\" is no hex: two digits a byte", span_shown(rest), rest.at);
		*len = (size_t)n;
	} else {
		return draft_fail(
			draft, "\"%.*s\" is neither ascii \"...\" nor hex ..", span_shown(value), value.at);
	}
	if (*len > cap)
		return draft_fail(draft, "that is %zu bytes, and there is room for %zu", *len, cap);
	*bytes = arena_copy(draft->arena, from, *len);
	return *bytes ? 0 : draft_no_memory(draft);
}

static int take_one_byte(struct draft *draft, struct span value, uint8_t *byte)
{
	if (value.len != 2 || span_bytes(value, byte, 1) != 1)
		return draft_fail(draft, "\"%.*s\" is no byte: two hex digits", span_shown(value), value.at);
	return 0;
}

/* --- [otp] */

static int otp_row(struct draft *draft, struct span key, struct span value)
{
	struct draft_atecc *atecc = draft->atecc;
	const uint8_t *bytes = NULL;
	size_t at, len = 0;
	int rc;

	if (!span_number(key, PROFILE_ATECC_OTP - 1, &at))
		return draft_fail(draft,
			"a row of [otp] begins with a byte's number from 0 to %d, not \"%.*s\"",
			PROFILE_ATECC_OTP - 1, span_shown(key), key.at);
	rc = take_bytes(draft, value, PROFILE_ATECC_OTP - at, &bytes, &len);
	for (size_t i = 0; bytes && rc == 0 && i < len; i++) {
		if (atecc->otp_line[at + i] != 0)
			return draft_fail(draft, "OTP byte %zu is given twice, here and in line %zu", at + i,
				atecc->otp_line[at + i]);
		atecc->otp_line[at + i] = draft->here.line;
		atecc->as.otp[at + i] = bytes[i];
	}
	return rc;
}

static int take_otp_fill(struct draft *draft, struct span value)
{
	draft->atecc->has_otp_fill = true;
	return take_one_byte(draft, value, &draft->atecc->otp_fill);
}

static const struct draft_key otp_keys[] = {
	{ "fill", take_otp_fill, 0 },
};

/* --- [slots] */

static int overlap(struct draft *draft, const struct profile_piece *piece)
{
	const struct draft_atecc *atecc = draft->atecc;

	for (size_t i = 0; i < atecc->n_pieces; i++) {
		const struct profile_piece *other = &atecc->pieces[i]->as;

		if (other->slot == piece->slot && piece->offset < other->offset + other->len &&
			other->offset < piece->offset + piece->len)
			return draft_fail(draft, "bytes of slot %u are given twice, here and in line %zu",
				piece->slot, atecc->pieces[i]->mark.line);
	}
	return 0;
}

static int add_piece(struct draft *draft, const struct profile_piece *piece, int authority)
{
	struct draft_atecc *atecc = draft->atecc;
	const size_t room = profile_slot_length(piece->slot);
	struct draft_piece *own;
	int rc;

	if (piece->offset + piece->len > room)
		return draft_fail(draft, "slot %u has %zu bytes: %zu bytes at byte %zu do not fit",
			piece->slot, room, piece->len, piece->offset);
	rc = overlap(draft, piece);
	if (rc < 0)
		return rc;
	if (atecc->n_pieces == DRAFT_PIECES)
		return draft_fail(draft, "slots have more than %d contents", DRAFT_PIECES);
	own = arena_take(draft->arena, sizeof(*own));
	if (!own)
		return draft_no_memory(draft);
	*own = (struct draft_piece){ .as = *piece, .mark = draft->here, .authority = authority };
	atecc->pieces[atecc->n_pieces++] = own;
	return 0;
}

static int take_piece_text(struct draft *draft, struct span value, struct profile_piece *piece)
{
	struct span rest = value, text;
	int rc;

	span_word(&rest);
	if (!span_quoted(rest, &text))
		return draft_fail(draft, "ascii wants a text in quotation marks: ascii \"...\"");
	piece->kind = PIECE_TEXT;
	rc = profile_check_text(draft, text, PLACES_SLOT, &piece->len);
	return rc < 0 ? rc : draft_string(draft, text, &piece->text);
}

static int take_piece_fill(struct draft *draft, struct span rest, struct profile_piece *piece)
{
	uint8_t byte = 0, *bytes;
	int rc = take_one_byte(draft, rest, &byte);

	if (rc < 0)
		return rc;
	piece->len = profile_slot_length(piece->slot) - piece->offset;
	bytes = arena_take(draft->arena, piece->len);
	if (!bytes)
		return draft_no_memory(draft);
	memset(bytes, byte, piece->len);
	piece->bytes = bytes;
	return 0;
}

static int take_piece_authority(
	struct draft *draft, struct span rest, struct profile_piece *piece, int *authority)
{
	struct span name = span_word(&rest);

	piece->kind = PIECE_AUTHORITY_KEY;
	piece->len = PUBLIC_KEY_PADDED;
	if (rest.len > 0 && (!span_number(rest, PUBLIC_KEY_PADDED, &piece->len) ||
				    (piece->len != PUBLIC_KEY && piece->len != PUBLIC_KEY_PADDED)))
		return draft_fail(draft,
			"a public key has 72 bytes as slots have it padded, or 64: not \"%.*s\"",
			span_shown(rest), rest.at);
	*authority = draft_authority(draft, name);
	if (*authority < 0)
		return *authority;
	if (draft->authorities[*authority]->key_type != PROFILE_KEY_P256)
		return draft_fail(draft, "the key of authority %.*s is not of P-256: no slot holds it",
			span_shown(name), name.at);
	return 0;
}

/* SLOT or SLOT+OFFSET */
static int take_place(struct draft *draft, struct span text, struct profile_piece *piece)
{
	struct span offset = text;
	struct span slot = span_cut(&offset, '+');
	size_t number, at = 0;

	if (!span_number(slot, PROFILE_ATECC_SLOTS - 1, &number))
		return draft_fail(draft, "\"%.*s\" is no slot: there are 0 to %d", span_shown(slot), slot.at,
			PROFILE_ATECC_SLOTS - 1);
	if (slot.len < text.len && !span_number(offset, profile_slot_length(number) - 1, &at))
		return draft_fail(draft, "slot %zu has no byte \"%.*s\": it has 0 to %zu", number,
			span_shown(offset), offset.at, profile_slot_length(number) - 1);
	piece->slot = (uint8_t)number;
	piece->offset = at;
	return 0;
}

static int slot_row(struct draft *draft, struct span key, struct span value)
{
	struct profile_piece piece = { .kind = PIECE_BYTES };
	struct span rest = value, word = span_word(&rest);
	int authority = DRAFT_NONE;
	int rc = take_place(draft, key, &piece);
	size_t room;

	if (rc < 0)
		return rc;
	room = profile_slot_length(piece.slot);
	if (span_is(value, "key")) {
		piece.kind = PIECE_KEY;
		piece.len = PRIVATE_KEY;
	} else if (span_is(word, "random")) {
		piece.kind = PIECE_RANDOM;
		if (!span_number(rest, room, &piece.len) || piece.len == 0)
			rc = draft_fail(draft, "random wants a number of bytes from 1 to %zu", room);
	} else if (span_is(word, "ascii") && memchr(value.at, '{', value.len)) {
		rc = take_piece_text(draft, value, &piece);
	} else if (span_is(word, "fill")) {
		rc = take_piece_fill(draft, rest, &piece);
	} else if (span_is(word, "authority")) {
		rc = take_piece_authority(draft, rest, &piece, &authority);
	} else if (span_is(word, "ascii") || span_is(word, "hex")) {
		rc = take_bytes(draft, value, room, &piece.bytes, &piece.len);
	} else {
		rc = draft_fail(draft,
			"\"%.*s\" is nothing that stands in a slot: key, random N, hex .., ascii \"..\", "
			"fill .., "
			"authority NAME",
			span_shown(value), value.at);
	}
	return rc < 0 ? rc : add_piece(draft, &piece, authority);
}

static int take_fill(struct draft *draft, struct span value)
{
	return take_one_byte(draft, value, &draft->atecc->as.fill);
}

static int take_eui(struct draft *draft, struct span value, size_t len)
{
	struct profile_atecc *atecc = &draft->atecc->as;
	int n = span_bytes(value, atecc->eui, sizeof(atecc->eui));

	if (n < 0 || (size_t)n >= len || len - (size_t)n > 6)
		return draft_fail(draft,
			"\"%.*s\" is no beginning of %zu bytes: give %d to %zu of them in hex",
			span_shown(value), value.at, len, len == 6 ? 0 : 2, len - 1);
	if (atecc->eui_len != 0)
		return draft_fail(draft, "a part has one MAC address: eui48 or eui64");
	atecc->eui_len = len;
	atecc->eui_fixed = (size_t)n;
	return 0;
}

static int take_eui48(struct draft *draft, struct span value)
{
	return take_eui(draft, value, 6);
}

static int take_eui64(struct draft *draft, struct span value)
{
	return take_eui(draft, value, 8);
}

static const struct draft_key slot_keys[] = {
	{ "fill", take_fill, 0 },
	{ "eui48", take_eui48, 0 },
	{ "eui64", take_eui64, 0 },
};

const struct draft_section profile_sections_atecc[3] = {
	{ .name = "config",
		.kind = "atecc608",
		.open = open_config,
		.keys = config_keys,
		.n_keys = 2,
		.row = config_row },
	{ .name = "otp", .kind = "atecc608", .keys = otp_keys, .n_keys = 1, .row = otp_row },
	{ .name = "slots", .kind = "atecc608", .keys = slot_keys, .n_keys = 3, .row = slot_row },
};

/* --- the end */

/* The line of a config byte, for what is wrong with it. */
static int fail_config(struct draft *draft, size_t at, const char *what)
{
	draft->here = draft->atecc->config_mark[at];
	return draft_fail(draft, "config byte %zu is %02x: %s", at, draft->atecc->as.config[at], what);
}

static int put_locks(struct draft *draft)
{
	struct draft_atecc *atecc = draft->atecc;
	uint8_t *config = atecc->as.config;

	if (atecc->config_section.file)
		draft->here = atecc->config_section;
	if (atecc->has_locks != atecc->made[LOCK_DATA] || atecc->has_locks != atecc->made[LOCK_CONFIG])
		return draft_fail(draft,
			"config bytes 86 and 87 are .. in [config] when locks = gives them, and then only");
	if (atecc->has_locked_slots != atecc->made[SLOT_LOCKED] ||
		atecc->has_locked_slots != atecc->made[SLOT_LOCKED + 1])
		return draft_fail(draft, "config bytes 88 and 89 are .. in [config] when locked-slots = "
					 "gives them, and then only");
	if (atecc->has_locks) {
		config[LOCK_DATA] = atecc->locks & LOCKS_DATA ? 0 : UNLOCKED;
		config[LOCK_CONFIG] = atecc->locks & LOCKS_CONFIG ? 0 : UNLOCKED;
	}
	if (atecc->has_locked_slots) {
		config[SLOT_LOCKED] = (uint8_t)~atecc->locked_slots;
		config[SLOT_LOCKED + 1] = (uint8_t)(~atecc->locked_slots >> 8);
	}
	return 0;
}

static int check_config(struct draft *draft)
{
	const struct draft_atecc *atecc = draft->atecc;
	const uint8_t *config = atecc->as.config;

	if (!atecc->config_section.file)
		return draft_fail(draft, "the profile has no [config], which is the whole config zone");
	draft->here = atecc->config_section;
	for (size_t at = 0; at < PROFILE_ATECC_CONFIG; at++)
		if (atecc->config_mark[at].line == 0)
			return draft_fail(draft, "config byte %zu is missing: [config] gives all %d", at,
				PROFILE_ATECC_CONFIG);
	if (config[REVISION] != 0)
		return fail_config(draft, REVISION, "a RevNum is 00 00 50 .. or 00 00 60 ..");
	if (config[REVISION + 1] != 0)
		return fail_config(draft, REVISION + 1, "a RevNum is 00 00 50 .. or 00 00 60 ..");
	if (config[REVISION + 2] != 0x50 && config[REVISION + 2] != 0x60)
		return fail_config(draft, REVISION + 2, "a RevNum is 00 00 50 .. or 00 00 60 ..");
	if (config[I2C_ADDRESS] & 1 || config[I2C_ADDRESS] < 0x10 || config[I2C_ADDRESS] > 0xee)
		return fail_config(
			draft, I2C_ADDRESS, "the I2C address is twice the 7-bit one, from 10 to EE");
	if (config[LOCK_DATA] != 0 && config[LOCK_DATA] != UNLOCKED)
		return fail_config(draft, LOCK_DATA, "LockValue is 55 (unlocked) or 00");
	if (config[LOCK_CONFIG] != 0 && config[LOCK_CONFIG] != UNLOCKED)
		return fail_config(draft, LOCK_CONFIG, "LockConfig is 55 (unlocked) or 00");
	if (config[LOCK_CONFIG] != 0 && config[LOCK_DATA] == 0)
		return fail_config(draft, LOCK_DATA, "data is never locked before config");
	return 0;
}

static int check_address(struct draft *draft)
{
	const uint8_t address = draft->atecc->as.config[I2C_ADDRESS] >> 1;

	if (draft->has_address && draft->as.address != address) {
		draft->here = draft->address_mark;
		return draft_fail(draft,
			"address %02x is not what config byte 16 says: %02x, twice that is %02x",
			draft->as.address, address, draft->atecc->as.config[I2C_ADDRESS]);
	}
	draft->as.address = address;
	return 0;
}

/* Private, of P-256. */
static bool is_private(const struct profile_atecc *atecc, size_t slot)
{
	const uint8_t low = atecc->config[KEY_CONFIG + 2 * slot];

	return low & 1 && (low >> 2 & 7) == 4;
}

static int check_piece(struct draft *draft, const struct draft_piece *piece)
{
	const struct profile_atecc *atecc = &draft->atecc->as;
	size_t len;
	int rc;

	draft->here = piece->mark;
	if (piece->as.kind == PIECE_KEY && piece->as.offset != 0)
		return draft_fail(
			draft, "a private key begins at byte 0 of its slot, not at %zu", piece->as.offset);
	if (piece->as.kind == PIECE_KEY && !is_private(atecc, piece->as.slot))
		return draft_fail(draft,
			"slot %u is given a private key, but its KeyConfig %02x %02x is not of one: bit 0 "
			"set, bits 4 to 2 "
			"100",
			piece->as.slot, atecc->config[KEY_CONFIG + 2 * piece->as.slot],
			atecc->config[KEY_CONFIG + 2 * piece->as.slot + 1]);
	if (piece->as.kind != PIECE_TEXT)
		return 0;
	rc = profile_check_eui(draft, piece->as.text);
	return rc < 0 ? rc
		      : profile_check_text(draft, (struct span){ piece->as.text, strlen(piece->as.text) },
				PLACES_SLOT, &len);
}

/* By a row of its own; that a private value which was written out is good nobody judges. */
static bool is_given_key(const struct draft_atecc *atecc, uint32_t slot)
{
	for (size_t i = 0; i < atecc->n_pieces; i++) {
		const struct profile_piece *piece = &atecc->pieces[i]->as;

		if (piece->slot == slot && piece->offset == 0 && piece->len >= PRIVATE_KEY &&
			(piece->kind == PIECE_KEY || piece->kind == PIECE_BYTES))
			return true;
	}
	return false;
}

static int check_apart(struct draft *draft, size_t nth)
{
	const struct profile_certificate *as = &draft->certificates[nth]->as;

	for (size_t i = 0; i < nth; i++) {
		const struct profile_certificate *other = &draft->certificates[i]->as;

		if (other->at == as->at && as->offset < other->offset + other->size &&
			other->offset < as->offset + as->size)
			return draft_fail(draft,
				"bytes of slot %u are given twice, here and by certificate %s in line %zu",
				as->at, other->name, draft->certificates[i]->mark.line);
	}
	return 0;
}

/* A certificate is where nothing else is, and of a key that is there. */
static int check_certificate(struct draft *draft, size_t nth)
{
	const struct draft_certificate *certificate = draft->certificates[nth];
	struct profile_piece piece = { .slot = (uint8_t)certificate->as.at,
		.offset = certificate->as.offset,
		.len = certificate->as.size };
	int rc;

	draft->here = certificate->mark;
	if (certificate->of == DRAFT_NONE && !is_private(&draft->atecc->as, certificate->as.key))
		return draft_fail(draft,
			"certificate %s is of slot %u, which is no slot for a private key of P-256",
			certificate->as.name, (unsigned int)certificate->as.key);
	if (certificate->of == DRAFT_NONE && !is_given_key(draft->atecc, certificate->as.key))
		return draft_fail(draft, "certificate %s is of slot %u, which is given no key: %u = key",
			certificate->as.name, certificate->as.key, certificate->as.key);
	rc = overlap(draft, &piece);
	return rc < 0 ? rc : check_apart(draft, nth);
}

static struct profile_piece *finished_pieces(struct draft *draft)
{
	const struct draft_atecc *atecc = draft->atecc;
	struct profile_piece *pieces = arena_take(draft->arena, atecc->n_pieces * sizeof(*pieces));

	for (size_t i = 0; pieces && i < atecc->n_pieces; i++) {
		pieces[i] = atecc->pieces[i]->as;
		if (atecc->pieces[i]->authority >= 0)
			pieces[i].authority = &draft->as.authorities[atecc->pieces[i]->authority];
	}
	return pieces;
}

int profile_finish_atecc(struct draft *draft)
{
	struct draft_atecc *atecc = draft->atecc;
	int rc = put_locks(draft);

	if (rc == 0)
		rc = check_config(draft);
	if (rc == 0)
		rc = check_address(draft);
	for (size_t i = 0; rc == 0 && i < atecc->n_pieces; i++)
		rc = check_piece(draft, atecc->pieces[i]);
	for (size_t i = 0; rc == 0 && i < draft->n_certificates; i++)
		rc = check_certificate(draft, i);
	if (rc < 0)
		return rc;
	for (size_t i = 0; i < PROFILE_ATECC_OTP; i++)
		if (atecc->otp_line[i] == 0)
			atecc->as.otp[i] = atecc->has_otp_fill ? atecc->otp_fill : atecc->as.fill;
	atecc->as.n_pieces = atecc->n_pieces;
	atecc->as.pieces = finished_pieces(draft);
	draft->as.atecc = &atecc->as;
	return atecc->as.pieces ? 0 : draft_no_memory(draft);
}
