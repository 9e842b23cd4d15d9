/* sim/atecc608/varies608.c: which bytes of an ATECC's answers are random or the part's own. */
#include "varies608.h"

#include "atca.h"

/* When an answer varies. */
enum when {
	ALWAYS,
	OF_TEMPKEY, /* when TempKey does */
	OF_RUNNING, /* when the SHA sequence does */
	OF_SLOT,    /* when the key is one that the part came with */
};

/* What a command does to TempKey, as far as chance goes. */
enum after {
	KEEPS,
	TAKES_ANSWER, /* varies from here on if the answer did */
	TAKES_HOSTS,  /* the host's bytes: varies no more */
	STARTS_HMAC,
};

/*
 * By opcode and mode, the first that fits. data: 0 for any, else the least length of the host's data. slot: 0 for any, else
 * what param2 has to be.
 */
static const struct rule {
	uint8_t opcode;
	uint8_t mask, mode; /* mode & mask */
	uint16_t slot;
	uint8_t data;
	enum when when;
	bool nothing; /* the answer does not vary */
	bool checks;  /* the host proves knowledge of it */
	enum after after;
	const char *reason;
} rules[] = {
	{ .opcode = ATCA_RANDOM, .reason = "random" },
	{ .opcode = ATCA_NONCE, .mask = 0x02, .mode = 0x00, .after = TAKES_ANSWER, .reason = "a nonce" },
	{ .opcode = ATCA_NONCE, .mask = 0xc3, .mode = 0x03, .nothing = true, .after = TAKES_HOSTS },
	/* Bit 2 creates a key, bit 3 puts its digest into TempKey. */
	{ .opcode = ATCA_GEN_KEY,
		.mask = 0x18,
		.mode = 0x08,
		.after = TAKES_ANSWER,
		.reason = "the part's own key" },
	{ .opcode = ATCA_GEN_KEY, .mask = 0x10, .mode = 0x00, .reason = "the part's own key" },
	{ .opcode = ATCA_SIGN, .reason = "a signature" },
	{ .opcode = ATCA_ECDH, .reason = "a secret shared with the part's own key" },
	/* Bit 6: the serial number is hashed. */
	{ .opcode = ATCA_MAC, .mask = 0x40, .mode = 0x40, .reason = "the serial number is in it" },
	{ .opcode = ATCA_MAC,
		.mask = 0x03,
		.mode = 0x00,
		.when = OF_SLOT,
		.reason = "a secret that the part came with" },
	{ .opcode = ATCA_MAC, .when = OF_TEMPKEY, .reason = "made from a nonce" },
	{ .opcode = ATCA_HMAC, .mask = 0x40, .mode = 0x40, .reason = "the serial number is in it" },
	{ .opcode = ATCA_HMAC, .when = OF_TEMPKEY, .reason = "made from a nonce" },
	/* Target 5 is encrypted, with a nonce of the chip's. */
	{ .opcode = ATCA_KDF, .mask = 0x1c, .mode = 0x14, .reason = "encrypted with a nonce" },
	{ .opcode = ATCA_KDF, .mask = 0x03, .mode = 0x00, .when = OF_TEMPKEY, .reason = "made from a nonce" },
	{ .opcode = ATCA_AES, .slot = 0xffff, .when = OF_TEMPKEY, .reason = "made from a nonce" },
	{ .opcode = ATCA_READ,
		.mask = 0x83,
		.mode = 0x82,
		.when = OF_TEMPKEY,
		.reason = "perhaps encrypted with a nonce" },
	{ .opcode = ATCA_SHA,
		.mask = 0x3f,
		.mode = 0x04,
		.slot = 0xffff,
		.nothing = true,
		.after = STARTS_HMAC },
	{ .opcode = ATCA_SHA, .mask = 0x3f, .mode = 0x06, .when = OF_RUNNING, .reason = "made from a nonce" },
	{ .opcode = ATCA_SHA, .mask = 0x3f, .mode = 0x02, .when = OF_RUNNING, .reason = "made from a nonce" },
	{ .opcode = ATCA_SHA, .mask = 0x3f, .mode = 0x05, .when = OF_RUNNING, .reason = "made from a nonce" },
	{ .opcode = ATCA_CHECK_MAC, .mask = 0x03, .mode = 0x00, .nothing = true },
	{ .opcode = ATCA_CHECK_MAC, .when = OF_TEMPKEY, .nothing = true, .checks = true },
	{ .opcode = ATCA_WRITE,
		.mask = 0x83,
		.mode = 0x82,
		.data = 64,
		.when = OF_TEMPKEY,
		.nothing = true,
		.checks = true },
	{ .opcode = ATCA_PRIV_WRITE,
		.mask = 0x40,
		.mode = 0x40,
		.when = OF_TEMPKEY,
		.nothing = true,
		.checks = true },
	{ .opcode = ATCA_DERIVE_KEY, .data = 32, .when = OF_TEMPKEY, .nothing = true, .checks = true },
	/* Bit 5: the message is in MsgDigBuf. Bit 7: the answer is a MAC. */
	{ .opcode = ATCA_VERIFY,
		.mask = 0x20,
		.mode = 0x00,
		.when = OF_TEMPKEY,
		.checks = true,
		.reason = "made from a nonce" },
	{ .opcode = ATCA_SECURE_BOOT,
		.mask = 0x80,
		.mode = 0x80,
		.when = OF_TEMPKEY,
		.checks = true,
		.reason = "made from a nonce" },
};

enum {
	/* Bytes of the config zone that are the part's own: of the serial number those that no two parts share. */
	SERIAL_2_3 = 2,
	SERIAL_4_7 = 8,
	SERIAL_END = 12,
	ZONE_DATA_BITS = 0x02,
	SLOTS = 16,
	WORD = 4,
	BLOCK = 32,
	ZONE_BITS = 0x03,
	WHOLE_BLOCK = 0x80,
};

struct packet {
	uint8_t opcode, mode;
	uint16_t param2;
	size_t data;
};

static bool packet_from(struct packet *p, struct rbuf bytes)
{
	rbuf_u8(&bytes);
	p->opcode = rbuf_u8(&bytes);
	p->mode = rbuf_u8(&bytes);
	p->param2 = rbuf_le16(&bytes);
	if (rbuf_bad(&bytes) || rbuf_left(&bytes) < 2)
		return false;
	p->data = rbuf_left(&bytes) - 2;
	return true;
}

static const struct rule *rule_of(const struct packet *p)
{
	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++)
		if (rules[i].opcode == p->opcode && (p->mode & rules[i].mask) == rules[i].mode &&
			(rules[i].slot == 0 || rules[i].slot == p->param2) && p->data >= rules[i].data)
			return &rules[i];
	return NULL;
}

/* Of the config zone the serial number, as far as it is read. */
static void config_read(struct varies *v, const struct packet *p)
{
	size_t len = p->mode & WHOLE_BLOCK ? BLOCK : WORD;
	size_t at = (size_t)(p->param2 >> 3 & 0x03) * BLOCK +
		    (p->mode & WHOLE_BLOCK ? 0 : (p->param2 & 0x07u) * WORD);

	v->reason = "the serial number";
	for (size_t i = at; i < at + len; i++)
		if ((i >= SERIAL_2_3 && i < WORD) || (i >= SERIAL_4_7 && i < SERIAL_END))
			varies_add(v, i - at, i - at + 1);
}

static unsigned int slot_bit(const struct packet *p)
{
	return 1u << (p->param2 >> 3 & (SLOTS - 1));
}

/* The slot that param2 names as a key. */
static unsigned int key_bit(const struct packet *p)
{
	return 1u << (p->param2 & (SLOTS - 1));
}

struct varies atecc_varies(const struct atecc_varies *state, struct rbuf packet)
{
	struct varies v = { .n = 0 };
	const struct rule *rule;
	struct packet p;
	bool holds, own;

	if (!packet_from(&p, packet))
		return v;
	if (p.opcode == ATCA_READ && (p.mode & ZONE_BITS) == 0)
		config_read(&v, &p);
	if (p.opcode == ATCA_READ && (p.mode & ZONE_BITS) == ZONE_DATA_BITS &&
		!(state->written & slot_bit(&p))) {
		v.whole = true;
		v.reason = "what the slot came with";
	}
	rule = rule_of(&p);
	if (!rule)
		return v;
	holds = rule->when == ALWAYS || (rule->when == OF_TEMPKEY && state->tempkey) ||
		(rule->when == OF_RUNNING && state->running);
	own = (rule->when == OF_TEMPKEY && state->own_tempkey) ||
	      (rule->when == OF_RUNNING && state->own_running) ||
	      (rule->when == OF_SLOT && !(state->written & key_bit(&p))) ||
	      (rule->when == OF_TEMPKEY && p.opcode == ATCA_MAC && (p.mode & 0x03) == 0x01 &&
		      !(state->written & key_bit(&p)));
	if ((holds || own) && !rule->nothing) {
		v.whole = true;
		v.reason = rule->reason;
	}
	if (holds && rule->checks)
		v.cannot = "the host made it from the chip's nonce, which is another one now";
	return v;
}

void atecc_varied(struct atecc_varies *state, struct rbuf packet, bool good, bool differed)
{
	const struct rule *rule;
	struct packet p;

	if (!good || !packet_from(&p, packet))
		return;
	if (p.opcode == ATCA_WRITE && (p.mode & ZONE_BITS) == ZONE_DATA_BITS)
		state->written |= (uint16_t)slot_bit(&p);
	rule = rule_of(&p);
	if (p.opcode == ATCA_SHA && (p.mode & 0x3f) <= 0x05 && (p.mode & 0x3f) != 0x01 &&
		(p.mode & 0x3f) != 0x03) {
		/* An end leaves its digest in TempKey, unless it goes elsewhere. */
		if (p.mode == 0x02 || p.mode == 0x05) {
			state->tempkey = state->running;
			state->own_tempkey = state->own_running;
		}
		state->running = state->own_running = false;
	}
	if (p.opcode == ATCA_SHA && (p.mode & 0x3f) == 0x04)
		state->own_running =
			p.param2 == 0xffff ? state->own_tempkey : !(state->written & key_bit(&p));
	/* GenDig of the config zone has the serial number in it. */
	if (p.opcode == ATCA_GEN_DIG)
		state->own_tempkey |= p.mode == 0x00 || (p.mode == 0x02 && !(state->written & key_bit(&p)));
	if (p.opcode == ATCA_NONCE && (p.mode & 0x03) != 0x03)
		state->own_tempkey = false;
	if (!rule)
		return;
	if (rule->after == TAKES_ANSWER)
		state->tempkey = differed;
	if (rule->after == TAKES_HOSTS)
		state->tempkey = state->own_tempkey = false;
	if (rule->after == STARTS_HMAC)
		state->running = state->tempkey;
}
