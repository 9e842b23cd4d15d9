/* examples/evidence.c: what an SE05x attests of an EC key (AN12413 3.2.7.2; docs/reference/se050-evidence.md 3.9). */
#include "evidence.h"

#include <errno.h>
#include <openssl/core_names.h>
#include <openssl/sha.h>

#include "se05x.h"
#include "tlv.h"

enum {
	FIELDS = 6,
	TIMESTAMP = 12,
	ATTRIBUTES_BEFORE_POLICY = 14,
	VERSION = 4,
	ORIGIN_INTERNAL = 2,
	AUTHENTICATES_NO = 1,
	TYPE_EC_PAIR = 0x01,
	TYPE_P256_PAIR = 0x29, /* from 7.2 on the type tells the curve */
	MESSAGE_MAX = 1024,
};

enum field {
	POINT,
	ATTRIBUTES,
	STAMP,
	FRESHNESS,
	UNIQUE_ID,
	SIZE,
	SIGNATURE,
	KINDS,
};

/*
 * The two forms. Applets before 7.2 sign the values alone, one after the other, so each length is part of what has to be
 * checked: bytes moved from one value to its neighbour would leave the signature good. ANY: checked by its reader.
 */
enum {
	ANY = 0,
};

struct form {
	struct {
		uint16_t tag;
		enum field field;
		size_t len;
	} fields[FIELDS];
	bool tlvs; /* the command is signed, and the TLVs as they are */
	uint8_t type;
	size_t version; /* bytes of it behind the origin */
};

static const struct form forms[] = {
	{ .fields = { { TAG_1, POINT, EVIDENCE_POINT }, { TAG_2, ATTRIBUTES, ANY },
		  { TAG_3, STAMP, TIMESTAMP }, { TAG_4, FRESHNESS, EVIDENCE_CHALLENGE },
		  { TAG_5, UNIQUE_ID, EVIDENCE_UNIQUE_ID }, { TAG_6, SIGNATURE, ANY } },
		.type = TYPE_EC_PAIR },
	{ .fields = { { TAG_1, POINT, EVIDENCE_POINT }, { TAG_2, UNIQUE_ID, EVIDENCE_UNIQUE_ID },
		  { TAG_3, ATTRIBUTES, ANY }, { TAG_4, SIZE, 2 }, { TAG_TIMESTAMP, STAMP, TIMESTAMP },
		  { TAG_SIGNATURE, SIGNATURE, ANY } },
		.tlvs = true,
		.type = TYPE_P256_PAIR,
		.version = VERSION },
};

/* An answer taken apart: its values, and the bytes that are signed. */
struct answer {
	const struct form *form;
	struct rbuf values[KINDS];
	uint8_t bytes[MESSAGE_MAX];
	struct wbuf message;
};

/* From 7.2 on: the hash of the command, without Le, as if it had travelled in plain. */
static void add_command(struct wbuf *message, const struct evidence_wanted *wanted)
{
	uint8_t bytes[64];
	struct wbuf w = wbuf_to(bytes, sizeof(bytes));
	uint8_t *hash = wbuf_room(message, SHA256_DIGEST_LENGTH);

	wbuf_u8(&w, CLA_PROPRIETARY);
	wbuf_u8(&w, INS_READ | INS_ATTEST);
	wbuf_u8(&w, P1_DEFAULT);
	wbuf_u8(&w, P2_DEFAULT);
	wbuf_u8(&w, 0);
	wbuf_be16(&w, 2 + 4 + 2 + 4 + 2 + 1 + 2 + EVIDENCE_CHALLENGE);
	tlv_head(&w, TAG_1, 4);
	wbuf_be32(&w, wanted->object);
	tlv_head(&w, TAG_5, 4);
	wbuf_be32(&w, EVIDENCE_ATTESTER);
	tlv_head(&w, TAG_6, 1);
	wbuf_u8(&w, EVIDENCE_ECDSA_SHA256);
	tlv_put(&w, TAG_7, wanted->challenge, EVIDENCE_CHALLENGE);
	if (hash)
		SHA256(bytes, w.len, hash);
}

/* Whether the answer has this form, to its last byte. */
static bool take_apart(
	struct answer *to, const struct form *form, struct rbuf r, const struct evidence_wanted *wanted)
{
	*to = (struct answer){ .form = form };
	to->message = wbuf_to(to->bytes, sizeof(to->bytes));
	if (form->tlvs)
		add_command(&to->message, wanted);
	for (size_t i = 0; i < FIELDS; i++) {
		const uint8_t *from = r.at;
		struct tlv tlv;
		bool is_signed = form->fields[i].field != SIGNATURE;

		if (!tlv_next(&r, &tlv) || tlv.tag != form->fields[i].tag)
			return false;
		if (form->fields[i].len != ANY && rbuf_left(&tlv.value) != form->fields[i].len)
			return false;
		to->values[form->fields[i].field] = tlv.value;
		if (is_signed && form->tlvs)
			wbuf_put(&to->message, from, (size_t)(r.at - from));
		else if (is_signed)
			wbuf_put(&to->message, tlv.value.at, rbuf_left(&tlv.value));
	}
	return rbuf_left(&r) == 0 && !wbuf_bad(&to->message);
}

static int refuse(struct why *why, const char *reason)
{
	return why_fail(why, EKEYREJECTED, "%s", reason);
}

static int check_form(
	struct answer *answer, struct rbuf bytes, const struct evidence_wanted *wanted, struct why *why)
{
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++)
		if (take_apart(answer, &forms[i], bytes, wanted))
			return 0;
	return refuse(why, "the answer is no attestation of a key");
}

static int check_signature(const struct answer *answer, EVP_PKEY *attester, struct why *why)
{
	const struct rbuf signature = answer->values[SIGNATURE];
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	int good = context && EVP_DigestVerifyInit(context, NULL, EVP_sha256(), NULL, attester) == 1 &&
		   EVP_DigestVerify(context, signature.at, rbuf_left(&signature), answer->bytes,
			   answer->message.len) == 1;

	EVP_MD_CTX_free(context);
	return good ? 0 : refuse(why, "the attester did not sign this, or not in answer to this challenge");
}

/*
 * Before 7.2 an attested I2C transfer is signed like a read, without attributes (AN12413 4.17), and what it brought is for
 * the target on that bus to say: 04, a status, a length and so on, which might go for a point and its attributes. UNCERTAIN:
 * the status 5A. A key that begins so by chance, once in 200,000, has to be made anew.
 */
static int check_no_transfer(const struct answer *answer, struct why *why)
{
	static const uint8_t transfer_done = 0x5a;
	struct rbuf r = answer->values[POINT];
	size_t rest = rbuf_left(&r) + rbuf_left(&answer->values[ATTRIBUTES]) - 4;
	uint8_t status;

	rbuf_u8(&r);
	status = rbuf_u8(&r);
	if (!answer->form->tlvs && status == transfer_done && rbuf_be16(&r) <= rest)
		return refuse(why, "it may as well be what an I2C transfer brought");
	return 0;
}

static bool same(struct rbuf a, const void *bytes, size_t len)
{
	return rbuf_left(&a) == len && memcmp(a.at, bytes, len) == 0;
}

static int check_source(const struct answer *answer, const struct evidence_wanted *wanted, struct why *why)
{
	const struct rbuf id = wanted->unique_id;

	/* With TLVs it is in the command, which the signature covers. */
	if (!answer->form->tlvs && !same(answer->values[FRESHNESS], wanted->challenge, EVIDENCE_CHALLENGE))
		return refuse(why, "it answers another challenge");
	if (rbuf_left(&id) > 0 && !same(answer->values[UNIQUE_ID], id.at, rbuf_left(&id)))
		return refuse(why, "it is of another part");
	return 0;
}

/* AN12413 table 3. */
static int check_attributes(
	const struct answer *answer, const struct evidence_wanted *wanted, struct why *why)
{
	struct rbuf r = answer->values[ATTRIBUTES], policy;
	size_t around = ATTRIBUTES_BEFORE_POLICY + 1 + answer->form->version;
	uint32_t object = rbuf_be32(&r), owner;
	uint8_t type = rbuf_u8(&r), authenticates = rbuf_u8(&r), origin;
	size_t whole = rbuf_left(&answer->values[ATTRIBUTES]);

	rbuf_be16(&r);
	owner = rbuf_be32(&r);
	rbuf_be16(&r);
	policy = rbuf_take(&r, whole > around ? whole - around : 0);
	origin = rbuf_u8(&r);
	if (object != wanted->object)
		return refuse(why, "it is of another object");
	if (type != answer->form->type || authenticates != AUTHENTICATES_NO)
		return refuse(why, "the object is no pair of EC keys");
	if (owner != wanted->owner)
		return refuse(why, "the key has another owner");
	if (origin != ORIGIN_INTERNAL)
		return refuse(why, "the key was not made inside the part");
	if (!same(policy, wanted->policy.at, rbuf_left(&wanted->policy)))
		return refuse(why, "the key has another policy");
	return 0;
}

EVP_PKEY *evidence_key(uint8_t point[EVIDENCE_POINT])
{
	OSSL_PARAM params[] = { OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0),
		OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, point, EVIDENCE_POINT),
		OSSL_PARAM_construct_end() };
	EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, "EC", NULL);
	EVP_PKEY *key = NULL;

	if (!context || EVP_PKEY_fromdata_init(context) != 1 ||
		EVP_PKEY_fromdata(context, &key, EVP_PKEY_PUBLIC_KEY, params) != 1)
		key = NULL;
	EVP_PKEY_CTX_free(context);
	return key;
}

static int check_curve(const struct answer *answer, uint8_t point[EVIDENCE_POINT], struct why *why)
{
	struct rbuf r = answer->values[POINT];
	EVP_PKEY *key;

	rbuf_copy(&r, point, EVIDENCE_POINT);
	key = evidence_key(point);
	EVP_PKEY_free(key);
	return key ? 0 : refuse(why, "the key is not on P-256");
}

int evidence_check(struct rbuf bytes, const struct evidence_wanted *wanted, EVP_PKEY *attester,
	struct evidence *evidence, struct why *why)
{
	struct answer answer;
	int rc = check_form(&answer, bytes, wanted, why);

	if (rc == 0)
		rc = check_signature(&answer, attester, why);
	if (rc == 0)
		rc = check_no_transfer(&answer, why);
	if (rc == 0)
		rc = check_source(&answer, wanted, why);
	if (rc == 0)
		rc = check_attributes(&answer, wanted, why);
	if (rc == 0)
		rc = check_curve(&answer, evidence->point, why);
	if (rc == 0)
		rbuf_copy(&answer.values[UNIQUE_ID], evidence->unique_id, EVIDENCE_UNIQUE_ID);
	return rc;
}
