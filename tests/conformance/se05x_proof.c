/* tests/conformance/se05x_proof.c: attested answers taken apart as a verifier does (AN12413 3.2.7.2). */
#include "se05x_proof.h"

#include <stdio.h>
#include <string.h>

#include "tlv.h"

/* Applets before 7.2: the values, one after the other. */
static void hash_values(struct proof *p, struct rbuf all)
{
	struct wbuf w = wbuf_to(p->message, sizeof(p->message));
	struct tlv tlv;

	while (rbuf_left(&all) > 0 && tlv_next(&all, &tlv))
		wbuf_put(&w, tlv.value.at, rbuf_left(&tlv.value));
	p->message_len = w.len;
}

/* From 7.2 on: the command's hash, Lc extended and no Le, and the TLVs with lengths of three bytes. */
static void hash_tlvs(struct conform *c, struct proof *p, struct rbuf command, struct rbuf all)
{
	uint8_t plain[SAID_MAX + 8];
	struct wbuf w = wbuf_to(plain, sizeof(plain)), m = wbuf_to(p->message, sizeof(p->message));
	struct ossl_bytes hash;
	struct apdu apdu;
	struct tlv tlv;

	if (!apdu_parse(command, &apdu)) {
		conform_fail(c, "the suite's own command is none");
		return;
	}
	wbuf_u8(&w, CLA_PROPRIETARY);
	wbuf_u8(&w, apdu.ins);
	wbuf_u8(&w, apdu.p1);
	wbuf_u8(&w, apdu.p2);
	wbuf_u8(&w, 0);
	wbuf_be16(&w, (uint16_t)rbuf_left(&apdu.data));
	wbuf_put(&w, apdu.data.at, rbuf_left(&apdu.data));
	ossl_digest("SHA256", plain, w.len, &hash);
	wbuf_put(&m, hash.at, hash.len);
	while (rbuf_left(&all) > 0 && tlv_next(&all, &tlv))
		tlv_put_wide(&m, tlv.tag, tlv.value.at, rbuf_left(&tlv.value));
	p->message_len = m.len;
}

bool proof_ask(struct conform *c, struct say_session *session, struct proof *p, const char *command, ...)
{
	uint8_t bytes[SAID_MAX];
	struct rbuf all, body;
	struct apdu apdu;
	struct tlv tlv;
	va_list args;
	size_t len, n = 0;

	memset(p, 0, sizeof(*p));
	if (!conform_well(c))
		return false;
	va_start(args, command);
	len = say_vwrite(c, bytes, sizeof(bytes), command, &args);
	va_end(args);
	if (len == 0 || !apdu_parse(rbuf_from(bytes, len), &apdu) || !say_apdu(c, session, &apdu, &p->said))
		return false;
	if (p->said.status != SW_OK)
		return said_as(c, &p->said, "9000", command);
	all = rbuf_from(p->said.bytes, p->said.len);
	body = all;
	while (rbuf_left(&all) > 0 && tlv_next(&all, &tlv)) {
		n += (size_t)snprintf(p->tags + n, sizeof(p->tags) - n, "%s%02x", n > 0 ? " " : "", tlv.tag);
		if (n + 4 > sizeof(p->tags))
			break;
		p->signature = tlv.value;
		if (rbuf_left(&all) > 0)
			body = rbuf_from(p->said.bytes, p->said.len - rbuf_left(&all));
	}
	if (rbuf_left(&p->signature) == 0)
		conform_fail(c, "an attested answer without a signature: %s", p->tags);
	else if (c->part == PART_APPLET_7)
		hash_tlvs(c, p, rbuf_from(bytes, len), body);
	else
		hash_values(p, body);
	return conform_well(c);
}

bool proof_good(struct conform *c, const struct proof *p, EVP_PKEY *key, const char *digest, bool pss)
{
	if (!conform_well(c))
		return false;
	if (!ossl_verify(
		    key, digest, pss, p->message, p->message_len, p->signature.at, rbuf_left(&p->signature)))
		conform_fail(c,
			"the signature is not over what a verifier puts together (tags %s, %zu bytes)",
			p->tags, p->message_len);
	else if (ossl_verify(key, digest, pss, p->message, p->message_len - 1, p->signature.at,
			 rbuf_left(&p->signature)))
		conform_fail(c, "the signature is good over less, too");
	return conform_well(c);
}

bool proof_tags(struct conform *c, const struct proof *p, const char *before, const char *from_7)
{
	const char *want = c->part == PART_APPLET_7 ? from_7 : before;

	if (conform_well(c) && strcmp(p->tags, want) != 0)
		conform_fail(c, "the answer's tags are %s, not %s", p->tags, want);
	return conform_well(c);
}

EVP_PKEY *proof_public(struct conform *c, uint32_t id, const char *group)
{
	struct said said;
	struct rbuf point;
	EVP_PKEY *key;

	if (!say_ask(c, &said, "020000 41:%i", id) || !said_value(c, &said, TAG_1, &point))
		return NULL;
	key = ossl_ec_public(group, point.at, rbuf_left(&point));
	if (!key)
		conform_fail(c, "what %08x reads as is no point of %s", id, group);
	return key;
}

EVP_PKEY *proof_key(struct conform *c)
{
	/* READ DELETE ATTESTATION for all. */
	if (!say(c, "9000", "016100 11:0800000000+00248000 41:%i 42:03", (uint32_t)PROOF_KEY))
		return NULL;
	return proof_public(c, PROOF_KEY, "P-256");
}

bool proof_time(struct conform *c, const struct proof *p, uint32_t *cycle, uint64_t *ms)
{
	struct rbuf time;

	if (!said_value(c, &p->said, c->part == PART_APPLET_7 ? TAG_TIMESTAMP : TAG_3, &time))
		return false;
	if (rbuf_left(&time) != 12)
		conform_fail(c, "a time stamp has %zu bytes, not 12", rbuf_left(&time));
	*cycle = rbuf_be32(&time);
	*ms = (uint64_t)rbuf_be32(&time) << 32;
	*ms |= rbuf_be32(&time);
	return conform_well(c);
}
