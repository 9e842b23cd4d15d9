/* sim/cli/diff_compose.c: commands by chance, grown from the command tables. */
#include "diff_compose.h"

#include <stdio.h>
#include <string.h>

#include "command050.h"
#include "irreversible.h"
#include "irreversible050.h"
#include "se05x.h"

enum {
	TRIES = 200,
	OWN_ID = 0x5d1f0000, /* objects of ours */
	OWN_IDS = 8,
	DATA_MAX = 360,
};

struct compose compose_make(uint64_t seed)
{
	return (struct compose){ .state = (seed + 1) * UINT64_C(0x9e3779b97f4a7c15) };
}

/* 0 to sides - 1: a plain xorshift, so that a seed has one outcome. */
static size_t roll(struct compose *c, size_t sides)
{
	c->state ^= c->state << 13;
	c->state ^= c->state >> 7;
	c->state ^= c->state << 17;
	return (size_t)(c->state >> 33) % sides;
}

static void put_random(struct compose *c, struct wbuf *w, size_t n)
{
	for (size_t i = 0; i < n; i++)
		wbuf_u8(w, (uint8_t)roll(c, 256));
}

static uint16_t param2_of(struct compose *c, const struct atecc_param2 *p, uint8_t param1)
{
	uint16_t slot = (uint16_t)roll(c, ATECC_SLOTS);

	/* One in sixteen is out of what the row allows, most likely. */
	if (roll(c, 16) == 0)
		return (uint16_t)roll(c, 0x10000);
	switch (p->kind) {
	case PARAM2_EXACTLY:
		return p->low;
	case PARAM2_EITHER:
		return roll(c, 2) ? p->low : p->high;
	case PARAM2_RANGE:
		return (uint16_t)(p->low + roll(c, (size_t)(p->high - p->low) + 1));
	case PARAM2_SLOT_OR_FFFF:
		return roll(c, 3) ? slot : 0xffff;
	case PARAM2_ADDRESS:
		return (param1 & 3) == 2 ? (uint16_t)((size_t)slot << 3 | roll(c, 2) << 8 | roll(c, 8))
					 : (uint16_t)roll(c, (param1 & 3) == 0 ? 0x20 : 0x10);
	case PARAM2_SLOT:
	case PARAM2_SLOT_LOW_4:
	case PARAM2_ANY:
		break;
	}
	return slot;
}

static size_t length_of(struct compose *c, const struct atecc_data *data)
{
	size_t len = data->min;

	if (data->max > data->min && data->step > 0)
		len += (size_t)data->step * roll(c, (size_t)(data->max - data->min) / data->step + 1);
	return roll(c, 24) == 0 ? len + 1 : len;
}

/* Rows of both silicons: what one knows and the other does not is asked, too. */
static void a_packet(struct compose *c, struct composed *out, const struct atecc_command **command,
	const struct atecc_form **form)
{
	struct wbuf w = wbuf_to(out->bytes, sizeof(out->bytes));
	uint8_t param1;
	uint16_t param2;
	size_t len;

	*command = &atecc_commands[roll(c, atecc_n_commands)];
	*form = &(*command)->forms[roll(c, (*command)->n_forms)];
	param1 = (uint8_t)((*form)->mode | (roll(c, 256) & (*form)->free));
	len = length_of(c, &(*form)->data);
	param2 = param2_of(c, &(*form)->param2, param1);
	/* Where param2 says the length once more, hosts have it right. */
	if ((*form)->param2.kind == PARAM2_RANGE && (*form)->param2.high == (*form)->data.max &&
		(*form)->data.max > 0)
		param2 = (uint16_t)len;
	wbuf_u8(&w, (*command)->opcode);
	wbuf_u8(&w, param1);
	wbuf_le16(&w, param2);
	put_random(c, &w, len);
	out->len = w.len;
	snprintf(out->name, sizeof(out->name), "%s, %s", (*command)->name, (*form)->name);
}

static bool is_allowed_packet(
	const struct compose *c, const struct composed *p, const struct atecc_form *form)
{
	struct rbuf r = rbuf_from(p->bytes, p->len);
	uint8_t opcode = rbuf_u8(&r), param1 = rbuf_u8(&r);
	uint16_t param2 = rbuf_le16(&r);
	const char *name;

	/* What a slot held is not written back: where nothing takes it back it is left alone. */
	if (form->writes && !(c->writes && c->irreversible))
		return false;
	for (int side = 0; side < 2 && !c->irreversible; side++)
		if (atecc_irreversible(c->config[side], opcode, param1, param2, &name))
			return false;
	return true;
}

bool compose_atecc(struct compose *c, struct composed *out)
{
	const struct atecc_command *command;
	const struct atecc_form *form;

	for (int i = 0; i < TRIES; i++) {
		a_packet(c, out, &command, &form);
		/* On a locked part a lock is over at once: what it shows is no difference in commands. */
		if (command->opcode != ATCA_LOCK && command->opcode != ATCA_PAUSE &&
			is_allowed_packet(c, out, form))
			return true;
	}
	return false;
}

/* What commands work with: made more often than chance would. */
static const struct recipe {
	const char *name;
	uint8_t p1;
	uint32_t classes;
	uint8_t len;
	uint8_t tlvs[40]; /* behind the object's id */
} recipes[] = {
	{ "WriteECKey", P1_EC | P1_PAIR, EC_PAIRS, 3, { TAG_2, 1, 0x03 } },
	{ "WriteECKey", P1_EC | P1_PAIR, EC_PAIRS, 3, { TAG_2, 1, 0x40 } },
	{ "WriteAESKey", P1_AES, AES_KEYS, 18, { TAG_3, 16, 1, 2, 3 } },
	{ "WriteHMACKey", P1_HMAC, HMAC_KEYS, 18, { TAG_3, 16, 1, 2, 3 } },
	{ "WriteBinary", P1_BINARY, BINARIES, 14, { TAG_3, 2, 0, 8, TAG_4, 8, 1, 2, 3 } },
	{ "WriteCounter", P1_COUNTER, COUNTERS, 4, { TAG_2, 2, 0, 4 } },
};

static uint32_t own_id(struct compose *c)
{
	return OWN_ID + (uint32_t)roll(c, OWN_IDS);
}

static uint32_t known_id(struct compose *c, uint32_t classes)
{
	size_t from = c->n_objects ? roll(c, c->n_objects) : 0;

	for (size_t i = 0; i < c->n_objects && roll(c, 12) > 0; i++) {
		size_t at = (from + i) % c->n_objects;

		if (classes == 0 || c->objects[at].classes & classes)
			return c->objects[at].id;
	}
	return own_id(c);
}

static void put_param(struct compose *c, struct wbuf *w, const struct se050_param *param)
{
	static const uint8_t codes[] = { 0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x07, 0x09, 0x0d, 0x0e, 0x0f,
		0x15, 0x18, 0x19, 0x21, 0x25, 0x40, 0x41, 0xa3, 0xb0, 0xf0, 0xff };
	static const uint16_t sizes[] = { 0, 1, 2, 4, 8, 16, 20, 32, 64, 256 };
	static const uint8_t lengths[] = { 0, 1, 8, 12, 15, 16, 20, 24, 32, 33, 64, 65 };
	uint8_t value[COMPOSE_BYTES_MAX];
	struct wbuf v = wbuf_to(value, sizeof(value));
	size_t len = lengths[roll(c, sizeof(lengths))];

	switch (param->kind) {
	case PARAM_OBJECT:
		wbuf_be32(&v, known_id(c, param->classes));
		break;
	case PARAM_ANY_ID:
		wbuf_be32(&v, own_id(c));
		break;
	case PARAM_CRYPTO_OBJECT:
		wbuf_be16(&v, (uint16_t)(1 + roll(c, 4)));
		break;
	case PARAM_NUMBER:
		if (param->min == 1)
			wbuf_u8(&v, codes[roll(c, sizeof(codes))]);
		else if (param->min == 2)
			wbuf_be16(&v, sizes[roll(c, sizeof(sizes) / sizeof(sizes[0]))]);
		else
			wbuf_be32(&v, sizes[roll(c, sizeof(sizes) / sizeof(sizes[0]))]);
		break;
	case PARAM_BYTES:
		len = len < param->min ? param->min : len > param->max ? param->max : len;
		put_random(c, &v, len < DATA_MAX ? len : DATA_MAX);
		break;
	}
	tlv_put(w, param->tag, value, v.len);
}

static bool knows_either(const struct compose *c, const struct se050_command *row)
{
	return se050_knows(row, c->version[0]) || se050_knows(row, c->version[1]);
}

static bool finish(struct composed *out, const struct se050_command *row, uint8_t ins, uint8_t p1, uint8_t p2,
	const struct wbuf *data)
{
	struct wbuf w = wbuf_to(out->bytes, sizeof(out->bytes));
	const struct apdu apdu = { .cla = row->cla,
		.ins = ins,
		.p1 = p1,
		.p2 = p2,
		.data = rbuf_from(data->at, data->len),
		.extended = data->len > APDU_LC_SHORT_MAX,
		.has_le = true,
		.le = data->len > APDU_LC_SHORT_MAX ? APDU_LE_EXTENDED_MAX : APDU_LE_SHORT_MAX };

	apdu_write(&w, &apdu);
	out->len = w.len;
	snprintf(out->name, sizeof(out->name), "%s", row->name);
	return !wbuf_bad(&w) && !wbuf_bad(data);
}

static bool a_command(struct compose *c, struct composed *out, const struct se050_command *row)
{
	uint8_t data[COMPOSE_BYTES_MAX];
	struct wbuf d = wbuf_to(data, sizeof(data));

	for (size_t i = 0; i < row->n_params; i++) {
		const struct se050_param *param = &row->params[i];

		/* A policy may make an object that nobody can delete. */
		if (param->tag == TAG_POLICY || param->tag == TAG_ATTEMPTS ||
			param->tag == TAG_POLICY_CHECK || (param->optional && roll(c, 2)))
			continue;
		put_param(c, &d, param);
	}
	return finish(out, row, (uint8_t)(row->ins | (row->ins_free & INS_TRANSIENT & roll(c, 256))),
		(uint8_t)(row->p1 | (row->p1_free & roll(c, 256))),
		(uint8_t)(row->p2 | (row->p2_free & roll(c, 256))), &d);
}

static const struct se050_command *row_named(const struct compose *c, const char *name)
{
	for (size_t f = 0; f < se050_n_families; f++)
		for (size_t i = 0; i < se050_families[f]->n; i++) {
			const struct se050_command *row = &se050_families[f]->commands[i];

			if (strcmp(row->name, name) == 0 && knows_either(c, row))
				return row;
		}
	return NULL;
}

static bool a_recipe(struct compose *c, struct composed *out)
{
	const struct recipe *recipe = &recipes[roll(c, sizeof(recipes) / sizeof(recipes[0]))];
	const struct se050_command *row = row_named(c, recipe->name);
	uint8_t data[64], id[4];
	struct wbuf d = wbuf_to(data, sizeof(data)), w = wbuf_to(id, sizeof(id));

	wbuf_be32(&w, own_id(c));
	tlv_put(&d, TAG_1, id, sizeof(id));
	wbuf_put(&d, recipe->tlvs, recipe->len);
	return row && finish(out, row, row->ins, recipe->p1, row->p2, &d);
}

/* Whether it names objects, all of them ours: somebody else's, and curves, are not written and not deleted. */
static bool is_about_ours(const struct composed *command, const struct se050_command *row)
{
	bool ours = false;
	struct apdu apdu;
	struct tlv tlv;

	if (!apdu_parse(rbuf_from(command->bytes, command->len), &apdu))
		return false;
	while (rbuf_left(&apdu.data) > 0) {
		if (!tlv_next(&apdu.data, &tlv))
			return false;
		for (size_t i = 0; i < row->n_params; i++) {
			struct rbuf value = tlv.value;

			if (row->params[i].tag != tlv.tag)
				continue;
			ours |= row->params[i].kind == PARAM_OBJECT || row->params[i].kind == PARAM_ANY_ID;
			if (row->params[i].kind == PARAM_CRYPTO_OBJECT)
				return false; /* they have no ids of ours */
			if (row->params[i].kind == PARAM_OBJECT && rbuf_be32(&value) - OWN_ID >= OWN_IDS)
				return false;
		}
	}
	return ours;
}

static bool is_allowed_command(
	const struct compose *c, const struct composed *command, const struct se050_command *row)
{
	if (row->writes && !c->writes)
		return false;
	if (row->writes && !c->irreversible && !is_about_ours(command, row))
		return false;
	return c->irreversible || !se050_effect_of(rbuf_from(command->bytes, command->len)).reason;
}

/* Sessions and channels are made of numbers of the chips' choice; what belongs to them has cases of its own. */
static bool is_of_sessions(const struct se050_command *row)
{
	return !(row->in & IN_APPLET) || row->cla != CLA_PROPRIETARY || row->raw_max > 0 || !row->params ||
	       row->needs & (NEEDS_SESSION | NEEDS_HANDSHAKE) || row->ins == INS_PROCESS ||
	       strcmp(row->name, "CreateSession") == 0;
}

bool compose_se05x(struct compose *c, struct composed *out)
{
	for (int i = 0; i < TRIES; i++) {
		const struct se050_family *family = se050_families[roll(c, se050_n_families)];
		const struct se050_command *row = &family->commands[roll(c, family->n)];

		if (c->writes && roll(c, 4) == 0 && a_recipe(c, out))
			return true;
		if (is_of_sessions(row) || !knows_either(c, row))
			continue;
		if (a_command(c, out, row) && is_allowed_command(c, out, row))
			return true;
	}
	return false;
}

static void learn(struct compose *c, uint32_t id, uint32_t classes)
{
	size_t i = 0;

	while (i < c->n_objects && c->objects[i].id != id)
		i++;
	if (i == COMPOSE_OBJECTS_MAX)
		return;
	c->objects[i].id = id;
	c->objects[i].classes = classes;
	c->n_objects += i == c->n_objects;
}

void compose_learn(struct compose *c, const struct composed *command)
{
	struct rbuf id;
	struct apdu apdu;
	struct tlv tlv;

	if (!apdu_parse(rbuf_from(command->bytes, command->len), &apdu) || (apdu.ins & 0x1f) != INS_WRITE)
		return;
	for (size_t i = 0; i < sizeof(recipes) / sizeof(recipes[0]); i++) {
		id = apdu.data;
		if (strcmp(recipes[i].name, command->name) == 0 && tlv_next(&id, &tlv) && tlv.tag == TAG_1 &&
			rbuf_left(&tlv.value) == 4) {
			learn(c, rbuf_be32(&tlv.value), recipes[i].classes);
			return;
		}
	}
}
