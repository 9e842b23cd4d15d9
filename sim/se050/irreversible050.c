/* sim/se050/irreversible050.c: whether a command takes something from a part that nobody can bring back. */
#include "irreversible050.h"

#include <string.h>

#include "command050.h"
#include "policy050.h"
#include "se05x.h"

enum {
	SESSION_DEPTH = 1, /* commands of a session come in one PROCESS, never in two */
	CLA_PROTECTED = 0x04,
	INS_KIND = 0x1f, /* without the flags */
};

/* Outside of sessions the card and the applet listen, inside the applet alone. */
static const unsigned int places_at[] = { IN_DOMAINS | IN_APPLET, IN_SESSION };

struct header {
	uint8_t cla, ins, p1, p2;
};

static struct header header_of(struct rbuf *r)
{
	struct header h = { .cla = rbuf_u8(r) };

	h.ins = rbuf_u8(r);
	h.p1 = rbuf_u8(r);
	h.p2 = rbuf_u8(r);
	return h;
}

static bool fits(const struct se050_command *row, const struct header *h)
{
	return (h->ins & ~row->ins_free) == row->ins && (h->p1 & ~row->p1_free) == row->p1 &&
	       (h->p2 & ~row->p2_free) == row->p2;
}

static const char *reason_of(const struct se050_command *row, const struct header *h)
{
	if (row->irreversible)
		return "it cannot be undone";
	if (row->consumes & CONSUMES_ATTEMPT)
		return "it may spend the last attempt of an authentication object";
	if (row->writes && (h->ins & INS_KIND) == INS_WRITE && h->ins & INS_AUTHENTICATES)
		return "it makes an authentication object";
	if (row->writes && h->cla & CLA_PROTECTED)
		return "it writes, and what it writes is encrypted";
	return NULL;
}

/* What every row of these places says that the header fits, of any version: the worst counts. */
static struct se050_effect effect_of_header(const struct header *h, unsigned int places)
{
	struct se050_effect effect = { .name = "an unknown command", .reason = "nobody knows what it does" };
	bool known = false;

	for (size_t f = 0; f < se050_n_families; f++)
		for (size_t i = 0; i < se050_families[f]->n; i++) {
			const struct se050_command *row = &se050_families[f]->commands[i];
			const char *reason;

			if (!(row->in & places) || !fits(row, h))
				continue;
			reason = reason_of(row, h);
			effect.writes |= row->writes;
			effect.for_ever |= row->irreversible;
			effect.spends_velocity |= (row->consumes & CONSUMES_VELOCITY) != 0;
			if (!known || reason) {
				effect.name = row->name;
				effect.reason = reason ? reason : known ? effect.reason : NULL;
			}
			known = effect.known = true;
		}
	/* What it would write nobody knows. */
	if (!known)
		effect.writes = (h->ins & INS_KIND) == INS_WRITE;
	return effect;
}

/* Entries of a policy, one of which lets somebody delete the object. */
static bool deletable(struct rbuf policy)
{
	while (rbuf_left(&policy) > 0) {
		struct rbuf entry = rbuf_take(&policy, rbuf_u8(&policy));

		rbuf_be32(&entry); /* the authentication object */
		if (rbuf_be32(&entry) & RIGHT_DELETE && !rbuf_bad(&entry))
			return true;
	}
	return false;
}

/* Objects made without a policy can be deleted; with one, if it says so. */
static const char *reason_of_data(struct rbuf data)
{
	struct tlv tlv;

	while (rbuf_left(&data) > 0) {
		if (!tlv_next(&data, &tlv))
			return "its data is not understood";
		if (tlv.tag == TAG_POLICY && !deletable(tlv.value))
			return "its policy lets nobody delete the object again";
	}
	return NULL;
}

/*
 * The command that a PROCESS carries begins where r stands then: behind tag 10 with a session and tag 41, in this order.
 * `whole`: and ends with it.
 */
static bool carried(struct rbuf *r, bool whole, struct rbuf *command)
{
	struct rbuf at = *r;
	uint8_t tag = rbuf_u8(&at), form, len;
	size_t size;

	len = rbuf_u8(&at);
	rbuf_bytes(&at, len);
	if (rbuf_bad(&at) || tag != TAG_SESSION || len != SE050_SESSION_ID || rbuf_u8(&at) != TAG_1)
		return false;
	form = rbuf_u8(&at);
	size = form == 0x82 ? rbuf_be16(&at) : form == 0x81 ? rbuf_u8(&at) : form;
	if (rbuf_bad(&at) || (form > 0x7f && form != 0x81 && form != 0x82) ||
		(whole && rbuf_left(&at) != size))
		return false;
	*command = at;
	return true;
}

static struct se050_effect unseen(const char *name, const char *reason)
{
	return (struct se050_effect){ .name = name, .reason = reason, .hidden = true };
}

static struct se050_effect none(const char *name, const char *reason)
{
	return (struct se050_effect){ .name = name, .reason = reason };
}

static struct se050_effect whole_at(struct rbuf command, unsigned int depth)
{
	struct rbuf bytes = command, inner;
	struct header h = header_of(&bytes);
	struct se050_effect effect;
	struct apdu apdu;
	bool parsed;

	if (rbuf_bad(&bytes))
		return none("no command", "it has no header");
	effect = effect_of_header(&h, places_at[depth]);
	parsed = apdu_parse(command, &apdu);
	if (h.ins == INS_PROCESS) {
		if (h.cla & CLA_PROTECTED)
			return unseen(effect.name, "the command it carries is encrypted");
		if (depth == SESSION_DEPTH || !parsed || !carried(&apdu.data, true, &inner))
			return unseen(effect.name, "it carries no command that can be seen");
		return whole_at(inner, depth + 1);
	}
	/* What is no APDU is refused by the part, but who knows of which part. */
	if (!effect.reason && effect.writes)
		effect.reason = parsed ? reason_of_data(apdu.data) : "its data is not understood";
	return effect;
}

struct se050_effect se050_effect_of(struct rbuf command)
{
	return whole_at(command, 0);
}

static struct se050_effect beginning_at(struct rbuf bytes, unsigned int depth)
{
	struct rbuf at = bytes, inner;
	struct header h = header_of(&at);
	struct se050_effect effect;

	if (rbuf_bad(&at))
		return none("the beginning of a command", "its header does not come in one block");
	effect = effect_of_header(&h, places_at[depth]);
	if (h.ins != INS_PROCESS)
		return effect;
	if (h.cla & CLA_PROTECTED)
		return unseen(effect.name, "the command it carries is encrypted");
	if (rbuf_u8(&at) == 0)
		rbuf_be16(&at); /* Lc */
	if (depth == SESSION_DEPTH || rbuf_bad(&at) || !carried(&at, false, &inner))
		return unseen(effect.name, "the command it carries does not begin in its first block");
	return beginning_at(inner, depth + 1);
}

struct se050_effect se050_effect_of_beginning(struct rbuf bytes)
{
	return beginning_at(bytes, 0);
}
