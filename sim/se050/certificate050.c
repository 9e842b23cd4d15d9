/* sim/se050/certificate050.c: certificates that the factory put into a part: their drafts, and making them. */
#include "certificate050.h"

#include <openssl/crypto.h>
#include <string.h>

#include "der.h"
#include "factory.h"
#include "rsa.h"
#include "tlv.h"

enum {
	FILE_MAX = 2048, /* the longest real one has 1462 bytes */
};

/* With a signature of the longest numbers there are: a first bit set costs a zero, which an order of 521 bits has not. */
size_t certificate050_longest(const struct certificate050_draft *draft)
{
	uint8_t room[FILE_MAX], signature[RSA_BYTES_MAX];
	const struct x509_signature how = { ca_algorithm(draft->signer.kind), draft->null_parameters };
	struct wbuf w = wbuf_to(room, sizeof(room));

	memset(signature, draft->signer.kind == CA_P521 ? 0x01 : 0xff, sizeof(signature));
	x509_whole(&w, draft->tbs, &how, signature, ca_signature_size(draft->signer.kind));
	return wbuf_bad(&w) ? SIZE_MAX : w.len;
}

static void write_draft(struct wbuf *w, const struct certificate050_draft *draft)
{
	size_t name = strlen(draft->signer.name);

	wbuf_u8(w, (uint8_t)draft->signer.kind);
	wbuf_u8(w, draft->null_parameters);
	wbuf_be32(w, draft->key);
	wbuf_be16(w, draft->rsa_bytes);
	wbuf_be32(w, draft->primes);
	wbuf_u8(w, (uint8_t)name);
	wbuf_put(w, draft->signer.name, name);
	wbuf_put(w, draft->tbs.at, rbuf_left(&draft->tbs));
}

bool certificate050_put_draft(
	struct se050 *chip, struct se050_object *file, const struct certificate050_draft *draft)
{
	uint8_t bytes[FILE_MAX];
	struct wbuf w = wbuf_to(bytes, sizeof(bytes)), value;

	if (strlen(draft->signer.name) > CA_NAME_MAX || certificate050_longest(draft) > file->value_len)
		return false;
	write_draft(&w, draft);
	if (wbuf_bad(&w) || w.len > file->value_len)
		return false;
	value = wbuf_to(object_change(chip, file), file->value_len);
	wbuf_put(&value, bytes, w.len);
	wbuf_fill(&value, 0, wbuf_left(&value));
	file->flags |= OBJECT_FACTORY;
	return true;
}

/* A copy of the draft in a file: the file itself is going to change. */
struct draft_copy {
	struct certificate050_draft draft;
	char name[CA_NAME_MAX + 1];
	uint8_t tbs[FILE_MAX];
};

static bool read_draft(struct rbuf r, struct draft_copy *copy)
{
	struct certificate050_draft *draft = &copy->draft;
	uint8_t kind = rbuf_u8(&r), name;
	size_t len;

	draft->null_parameters = rbuf_u8(&r);
	draft->key = rbuf_be32(&r);
	draft->rsa_bytes = rbuf_be16(&r);
	draft->primes = rbuf_be32(&r);
	name = rbuf_u8(&r);
	if (kind >= CA_KEY_KINDS || name > CA_NAME_MAX)
		return false;
	memset(copy->name, 0, sizeof(copy->name));
	rbuf_copy(&r, copy->name, name);
	draft->signer = (struct ca_authority){ .name = copy->name, .kind = (enum ca_key_kind)kind };
	len = der_length(r);
	if (len == 0 || len > sizeof(copy->tbs))
		return false;
	rbuf_copy(&r, copy->tbs, len);
	draft->tbs = rbuf_from(copy->tbs, len);
	return !rbuf_bad(&r);
}

/* The content of the next value, which must have this tag. */
static struct rbuf enter(struct rbuf *r, uint16_t tag)
{
	struct tlv tlv = { .tag = 0 };

	if (tlv_next(r, &tlv) && tlv.tag == tag)
		return tlv.value;
	r->bad = true;
	return (struct rbuf){ .at = NULL, .left = 0, .bad = true };
}

/* What stands in the bit string of the public key, and behind that the extensions. */
static bool find_key(struct rbuf tbs, struct rbuf *bits, struct rbuf *extensions)
{
	static const uint16_t before[] = { DER_CONTEXT_CONSTRUCTED, DER_INTEGER, DER_SEQUENCE, DER_SEQUENCE,
		DER_SEQUENCE, DER_SEQUENCE };
	struct rbuf r = enter(&tbs, DER_SEQUENCE), info;

	for (size_t i = 0; i < sizeof(before) / sizeof(before[0]); i++)
		enter(&r, before[i]);
	info = enter(&r, DER_SEQUENCE);
	enter(&info, DER_SEQUENCE);
	*bits = enter(&info, DER_BIT_STRING);
	rbuf_u8(bits);
	*extensions = rbuf_from(NULL, 0);
	if (rbuf_left(&r) > 0) {
		r = enter(&r, DER_CONTEXT_CONSTRUCTED | 3);
		*extensions = enter(&r, DER_SEQUENCE);
	}
	return !rbuf_bad(&r) && !rbuf_bad(bits) && !rbuf_bad(&info);
}

/* Where the subject key id belongs; empty when there is none. */
static struct rbuf find_key_id(struct rbuf extensions)
{
	static const uint8_t subject_key_id[] = { 0x55, 0x1d, 0x0e };

	while (rbuf_left(&extensions) > 0 && !rbuf_bad(&extensions)) {
		struct rbuf extension = enter(&extensions, DER_SEQUENCE);
		struct rbuf oid = enter(&extension, DER_OID), value;

		if (rbuf_left(&oid) != sizeof(subject_key_id) ||
			memcmp(oid.at, subject_key_id, sizeof(subject_key_id)) != 0)
			continue;
		value = enter(&extension, DER_OCTET_STRING);
		value = enter(&value, DER_OCTET_STRING);
		return rbuf_left(&value) == X509_KEY_ID ? value : rbuf_from(NULL, 0);
	}
	return rbuf_from(NULL, 0);
}

/* Overwrites bytes of a copy of ours that a cursor found in it. */
static void overwrite(struct draft_copy *copy, struct rbuf where, const void *bytes, size_t len)
{
	memcpy(copy->tbs + (where.at - copy->tbs), bytes, len);
}

/* Whose point goes behind the 04, or whose modulus into the SEQUENCE. */
static bool fill_in(
	struct draft_copy *copy, struct rbuf bits, struct rbuf extensions, const struct x509_key *key)
{
	struct rbuf key_id = find_key_id(extensions);
	uint8_t id[X509_KEY_ID];
	struct rbuf where = bits;
	size_t len = rbuf_left(key->rsa ? &key->modulus : &key->point);

	if (key->rsa) {
		where = enter(&where, DER_SEQUENCE);
		where = enter(&where, DER_INTEGER);
	}
	rbuf_u8(&where); /* the 04; the zero before a modulus */
	if (rbuf_bad(&where) || rbuf_left(&where) != len)
		return false;
	overwrite(copy, where, key->rsa ? key->modulus.at : key->point.at, len);
	x509_key_id(key, id);
	if (rbuf_left(&key_id) > 0)
		overwrite(copy, key_id, id, sizeof(id));
	return true;
}

bool certificate050_make(struct se050 *chip, struct crypto *crypto, struct ca *ca, struct se050_object *file)
{
	struct draft_copy copy;
	struct ca_public public;
	struct rbuf bits, extensions;
	uint8_t der[FILE_MAX];
	struct wbuf w = wbuf_to(der, sizeof(der)), value;

	if (!read_draft(object_value(chip, file), &copy) || !find_key(copy.draft.tbs, &bits, &extensions) ||
		!factory_public_key(chip, crypto, &copy.draft, &public) ||
		!fill_in(&copy, bits, extensions, &public.key) ||
		ca_certify(ca, crypto, &copy.draft.signer, copy.draft.tbs, copy.draft.null_parameters, &w) <
			0 ||
		w.len > file->value_len)
		return false;
	value = wbuf_to(object_change(chip, file), file->value_len);
	wbuf_put(&value, der, w.len);
	wbuf_fill(&value, 0, wbuf_left(&value));
	file->flags &= (uint8_t)~OBJECT_FACTORY;
	return true;
}
