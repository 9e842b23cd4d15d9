/* sim/se050/mutate050.c: every small change to the SE05x's command table. */
#include "mutate050.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command050.h"
#include "rules.h"

/* A changed row, with parameters of its own. */
struct changed {
	struct se050_command row;
	struct se050_param params[SE050_PARAMS_MAX];
};

struct walk {
	struct mutant_sink *sink;
	const struct se050_command *row;
	uint32_t version;
};

struct bit_name {
	unsigned int bit;
	const char *name;
};

static const struct bit_name needs_names[] = {
	{ NEEDS_SESSION_TRANSPORT, "needs session of 7FFF0200" },
	{ NEEDS_SESSION_FEATURE, "needs session of 7FFF0204" },
	{ NEEDS_SESSION_FACTORY_RESET, "needs session of 7FFF0205" },
	{ NEEDS_SESSION_PLATFORM_SCP, "needs session of 7FFF0207" },
	{ NEEDS_SESSION_RESTRICT, "needs session of 7FFF020A" },
	{ NEEDS_SESSION, "needs a session" },
	{ NEEDS_NO_SESSION, "needs no session" },
	{ NEEDS_HANDSHAKE, "needs a handshake" },
	{ WORKS_LOCKED, "works locked" },
};

static const struct bit_name consumes_names[] = {
	{ CONSUMES_ATTEMPT, "consumes an attempt" },
	{ CONSUMES_VELOCITY, "consumes velocity" },
};

static void row_name(const struct se050_command *row, char name[MUTANT_NAME_MAX])
{
	snprintf(name, MUTANT_NAME_MAX, "%s %02x%02x%02x", row->name, row->ins, row->p1, row->p2);
}

static struct changed begin(const struct walk *walk)
{
	struct changed changed = { .row = *walk->row };

	if (walk->row->params) {
		memcpy(changed.params, walk->row->params, walk->row->n_params * sizeof(changed.params[0]));
		changed.row.params = changed.params;
	}
	return changed;
}

static void give(
	const struct walk *walk, enum mutant_kind kind, const struct changed *changed, const char *change)
{
	struct changed *own = malloc(sizeof(*own));
	char row[MUTANT_NAME_MAX], name[2 * MUTANT_NAME_MAX];

	if (!own)
		return;
	*own = *changed;
	if (own->row.params)
		own->row.params = own->params;

	row_name(walk->row, row);
	snprintf(name, sizeof(name), "%s/%s", row, change);
	name[MUTANT_NAME_MAX - 1] = '\0';
	walk->sink->mutant(walk->sink, kind, walk->row, own, name);
}

static void bits(const struct walk *walk, const struct bit_name *names, size_t n, bool consumes)
{
	unsigned int have = consumes ? walk->row->consumes : walk->row->needs;
	char change[80];

	for (size_t i = 0; i < n; i++) {
		struct changed changed = begin(walk);

		if (!(have & names[i].bit))
			continue;
		if (consumes)
			changed.row.consumes &= ~names[i].bit;
		else
			changed.row.needs &= ~names[i].bit;
		snprintf(change, sizeof(change), "not %s", names[i].name);
		if (!consumes && names[i].bit == WORKS_LOCKED)
			give(walk, MUTANT_RESTRICTS, &changed, change);
		else
			give(walk, consumes ? MUTANT_EITHER : MUTANT_RELAXES, &changed, change);
	}
}

/* All that the row is for in that place is found before it. */
static bool is_before(const struct se050_command *row, const struct se050_command *other, unsigned int place)
{
	return other->in & place && (row->ins_free & ~other->ins_free) == 0 &&
	       (row->p1_free & ~other->p1_free) == 0 && (row->p2_free & ~other->p2_free) == 0 &&
	       ((row->ins ^ other->ins) & ~other->ins_free) == 0 &&
	       ((row->p1 ^ other->p1) & ~other->p1_free) == 0 &&
	       ((row->p2 ^ other->p2) & ~other->p2_free) == 0;
}

/* Rows are looked through in their order. */
static bool is_taken(const struct walk *walk, unsigned int place)
{
	for (size_t f = 0; f < se050_n_families; f++)
		for (size_t i = 0; i < se050_families[f]->n; i++) {
			const struct se050_command *other = &se050_families[f]->commands[i];

			if (other == walk->row)
				return false;
			if (se050_knows(other, walk->version) && is_before(walk->row, other, place))
				return true;
		}
	return false;
}

/* Where the row is in that place, but refuses for want of a session, or for the session: there it is never seen to run. */
static bool only_refuses(const struct se050_command *row, unsigned int place)
{
	static const unsigned int sessions = NEEDS_SESSION_TRANSPORT | NEEDS_SESSION_FEATURE |
					     NEEDS_SESSION_FACTORY_RESET | NEEDS_SESSION_PLATFORM_SCP |
					     NEEDS_SESSION_RESTRICT | NEEDS_SESSION | NEEDS_HANDSHAKE;

	return place == IN_APPLET ? row->needs & sessions
				  : place == IN_SESSION && row->needs & NEEDS_NO_SESSION;
}

static void in_places(const struct walk *walk)
{
	static const struct bit_name places[] = { { IN_DOMAINS, "domains" }, { IN_APPLET, "the applet" },
		{ IN_SESSION, "a session" } };
	char change[80];

	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		struct changed changed = begin(walk);
		bool is_in = walk->row->in & places[i].bit;
		enum mutant_kind kind = MUTANT_PLACES;

		if (!is_in && is_taken(walk, places[i].bit))
			continue;
		if (is_in)
			kind = only_refuses(walk->row, places[i].bit) ? MUTANT_EITHER : MUTANT_RESTRICTS;
		changed.row.in ^= places[i].bit;
		snprintf(change, sizeof(change), "%s %s", is_in ? "not in" : "in", places[i].name);
		give(walk, kind, &changed, change);
	}
}

static void guards(const struct walk *walk)
{
	struct changed changed;
	char change[80];

	bits(walk, needs_names, sizeof(needs_names) / sizeof(needs_names[0]), false);
	bits(walk, consumes_names, sizeof(consumes_names) / sizeof(consumes_names[0]), true);
	for (unsigned int bit = 1; bit < 0x10000; bit <<= 1) {
		if (!(walk->row->features & bit))
			continue;
		changed = begin(walk);
		changed.row.features = (uint16_t)(changed.row.features & ~bit);
		snprintf(change, sizeof(change), "not feature %04x", bit);
		give(walk, MUTANT_RELAXES, &changed, change);
	}
	in_places(walk);
	if (walk->row->check) {
		changed = begin(walk);
		changed.row.check = NULL;
		give(walk, MUTANT_EITHER, &changed, "no check of its own");
	}
}

static void header(const struct walk *walk)
{
	struct changed changed;
	char change[80];

	for (unsigned int bit = 1; bit < 0x100; bit <<= 1) {
		if (!(walk->row->ins_free & bit))
			continue;
		changed = begin(walk);
		changed.row.ins_free = (uint8_t)(changed.row.ins_free & ~bit);
		snprintf(change, sizeof(change), "INS bit %02x refused", bit);
		give(walk, MUTANT_RESTRICTS, &changed, change);
	}
	if (walk->row->p1_free != 0xff) {
		changed = begin(walk);
		changed.row.p1 = 0;
		changed.row.p1_free = 0xff;
		give(walk, MUTANT_MATCHES, &changed, "any P1");
	}
	if (walk->row->p2_free != 0xff) {
		changed = begin(walk);
		changed.row.p2 = 0;
		changed.row.p2_free = 0xff;
		give(walk, MUTANT_MATCHES, &changed, "any P2");
	}
	changed = begin(walk);
	changed.row.since = UINT32_MAX;
	give(walk, MUTANT_RESTRICTS, &changed, "not there");
}

/* A row that this version does not know, as if it did. */
static void unknown(const struct walk *walk)
{
	struct changed changed = begin(walk);

	if (is_taken(walk, walk->row->in))
		return;
	changed.row.since = 0;
	changed.row.until = 0;
	give(walk, MUTANT_PLACES, &changed, "in every version");
}

static void param_give(
	const struct walk *walk, enum mutant_kind kind, size_t i, struct se050_param param, const char *what)
{
	struct changed changed = begin(walk);
	char change[100];

	changed.params[i] = param;
	snprintf(change, sizeof(change), "tag %02x %s", param.tag, what);
	give(walk, kind, &changed, change);
}

static void param_classes(const struct walk *walk, size_t i)
{
	const struct se050_param *of = &walk->row->params[i];
	struct se050_param param = *of;
	char what[60];

	if (!of->classes)
		return;
	param.classes = 0;
	param_give(walk, MUTANT_RELAXES, i, param, "of any class");
	for (unsigned int class = 0; class < 32; class ++) {
		if (!(of->classes >> class & 1))
			continue;
		param = *of;
		param.classes &= ~(UINT32_C(1) << class);
		if (param.classes == 0)
			continue; /* none would be any */
		snprintf(what, sizeof(what), "not of class %02x", class);
		param_give(walk, MUTANT_RESTRICTS, i, param, what);
	}
}

/* Whether a command of this version has room for a value so long, beside what else it must have. */
static bool is_carried(const struct walk *walk, size_t i, size_t len)
{
	enum { HEAD = 2, HEAD_81 = 3, HEAD_82 = 4 };
	size_t all = len + (len < 0x80 ? HEAD : len < 0x100 ? HEAD_81 : HEAD_82);

	for (size_t k = 0; k < walk->row->n_params; k++)
		if (k != i && !walk->row->params[k].optional &&
			se050_knows_param(&walk->row->params[k], walk->version))
			all += HEAD + walk->row->params[k].min;
	return all <= se050_payload_of(walk->version);
}

static void param_bounds(const struct walk *walk, size_t i)
{
	const struct se050_param *of = &walk->row->params[i];
	struct se050_param param = *of;

	/* Of no bytes, a number is 0. */
	if (of->min > 0 && of->least == 0) {
		param.min--;
		param_give(walk, MUTANT_RELAXES, i, param, "min-1");
	}
	if (is_carried(walk, i, of->max + 1u)) {
		param = *of;
		param.max++;
		param_give(walk, MUTANT_RELAXES, i, param, "max+1");
	}
	if (of->min == of->max)
		return;
	param = *of;
	param.min++;
	param_give(walk, MUTANT_RESTRICTS, i, param, "min+1");
	if (!is_carried(walk, i, of->max))
		return;
	param = *of;
	param.max--;
	param_give(walk, MUTANT_RESTRICTS, i, param, "max-1");
}

static void param_values(const struct walk *walk, size_t i)
{
	static const struct {
		int least, most;
		enum mutant_kind kind;
		const char *what;
	} moves[] = { { -1, 0, MUTANT_RELAXES, "least-1" }, { 0, 1, MUTANT_RELAXES, "most+1" },
		{ 1, 0, MUTANT_RESTRICTS, "least+1" }, { 0, -1, MUTANT_RESTRICTS, "most-1" } };

	for (size_t k = 0; walk->row->params[i].most > 0 && k < sizeof(moves) / sizeof(moves[0]); k++) {
		struct se050_param param = walk->row->params[i];

		param.least = (uint8_t)(param.least + moves[k].least);
		param.most = (uint8_t)(param.most + moves[k].most);
		param_give(walk, moves[k].kind, i, param, moves[k].what);
	}
}

static void param_rest(const struct walk *walk, size_t i)
{
	const struct se050_param *of = &walk->row->params[i];
	struct se050_param param = *of;

	param.optional = !of->optional;
	param_give(walk, of->optional ? MUTANT_RESTRICTS : MUTANT_RELAXES, i, param,
		of->optional ? "mandatory" : "optional");
	if (of->optional) {
		param = *of;
		param.since = UINT32_MAX;
		param_give(walk, MUTANT_RESTRICTS, i, param, "not taken");
	}
	if (of->right) {
		param = *of;
		param.right = 0;
		param_give(walk, MUTANT_RELAXES, i, param, "no right asked for");
	}
	if (of->right && !(of->right & RIGHTS_OVER_VALUE) && of->kind == PARAM_OBJECT) {
		param = *of;
		param.filled = !of->filled;
		param_give(walk, of->filled ? MUTANT_RESTRICTS : MUTANT_RELAXES, i, param,
			of->filled ? "wants a value" : "without a value");
	}
	if (of->kind == PARAM_OBJECT) {
		param = *of;
		param.kind = PARAM_ANY_ID;
		param_give(walk, MUTANT_RELAXES, i, param, "need not be there");
	}
}

static void raw(const struct walk *walk)
{
	struct changed changed = begin(walk);
	/* Else a command is never too long for it. */
	bool bounded = walk->row->raw_max < se050_payload_of(walk->version);

	if (walk->row->raw_min > 0) {
		changed.row.raw_min--;
		give(walk, MUTANT_RELAXES, &changed, "data min-1");
	}
	if (bounded) {
		changed = begin(walk);
		changed.row.raw_max++;
		give(walk, MUTANT_RELAXES, &changed, "data max+1");
	}
	if (walk->row->raw_min == walk->row->raw_max)
		return;
	/* 1 says that there is something, no more. */
	if (walk->row->raw_min != 1) {
		changed = begin(walk);
		changed.row.raw_min++;
		give(walk, MUTANT_RESTRICTS, &changed, "data min+1");
	}
	if (bounded) {
		changed = begin(walk);
		changed.row.raw_max--;
		give(walk, MUTANT_RESTRICTS, &changed, "data max-1");
	}
}

static void known(const struct walk *walk)
{
	guards(walk);
	header(walk);
	if (!walk->row->params)
		raw(walk);
	for (size_t i = 0; walk->row->params && i < walk->row->n_params; i++) {
		const struct se050_param *param = &walk->row->params[i];

		if (!se050_knows_param(param, walk->version)) {
			struct se050_param always = *param;

			always.since = always.until = 0;
			param_give(walk, MUTANT_RELAXES, i, always, "in every version");
			continue;
		}
		param_bounds(walk, i);
		param_values(walk, i);
		param_classes(walk, i);
		param_rest(walk, i);
	}
}

void se050_mutants(struct mutant_sink *sink, uint32_t version)
{
	for (size_t f = 0; f < se050_n_families; f++)
		for (size_t i = 0; i < se050_families[f]->n; i++) {
			const struct walk walk = { sink, &se050_families[f]->commands[i], version };

			if (se050_knows(walk.row, version))
				known(&walk);
			else
				unknown(&walk);
		}
}

const char *se050_row_name(const void *row, char name[MUTANT_NAME_MAX])
{
	for (size_t f = 0; f < se050_n_families; f++)
		for (size_t i = 0; i < se050_families[f]->n; i++)
			if (row == &se050_families[f]->commands[i]) {
				row_name(row, name);
				return name;
			}
	return NULL;
}
