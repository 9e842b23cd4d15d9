/* sim/cli/manifest_jws.c: the manifest that buyers of Trust parts get from Microchip, with every part an ES256 JWS. */
#include "manifest_jws.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base64.h"
#include "hash.h"
#include "json.h"

static const struct ca_authority log_signer = { .name = "manifest log signer", .kind = CA_P256 };

enum {
	IN_ARRAY = 1, /* how deep the pieces stand */
	NAME_MAX_LEN = 48,
	GROUP_ID = 16, /* characters, as the example's */
};

/* A stream into memory; what it holds stays with the caller, to be freed. */
struct memory {
	FILE *out;
	char *text;
	size_t len;
};

static int memory_open(struct memory *memory)
{
	*memory = (struct memory){ 0 };
	memory->out = open_memstream(&memory->text, &memory->len);
	return memory->out ? 0 : -ENOMEM;
}

static int memory_close(struct memory *memory)
{
	return fclose(memory->out) == 0 ? 0 : -ENOMEM;
}

static void put_base64url(struct json *json, const char *key, struct rbuf bytes)
{
	json_string_begin(json, key);
	base64url_print(json->out, bytes);
	json_string_end(json);
}

static void upper(char *to, size_t size, const char *from, size_t len)
{
	size_t n = 0;

	for (; n < len && n + 1 < size && from[n]; n++)
		to[n] = (char)toupper((unsigned char)from[n]);
	to[n] = '\0';
}

/* 2.6, EntityName: nobody real. */
static void put_entity(struct json *json, const char *key, const char *unit)
{
	json_open(json, key, '{');
	json_string(json, "organizationName", "sesim SIMULATED");
	json_string(json, "organizationalUnitName", unit);
	json_close(json, '}');
}

/* 2.7, PublicJWK: its own certificate, then who signed that. */
static void put_chain(struct json *json, const struct reel_part *part, const struct reel_key *key)
{
	size_t at = key->certificate;

	if (at == REEL_NONE)
		return;
	json_open(json, "x5c", '[');
	for (size_t i = 0; i < part->n_certificates && at != REEL_NONE; i++) {
		json_string_begin(json, NULL);
		base64_print(json->out, part->certificates[at].der);
		json_string_end(json);
		at = part->certificates[at].signer;
	}
	json_close(json, ']');
}

static void put_key(struct json *json, const struct reel_part *part, const struct reel_key *key)
{
	struct rbuf point = key->point;
	char kid[12];

	if (rbuf_left(&point) != P256_POINT)
		return;
	snprintf(kid, sizeof(kid), "%u", key->at);
	json_open(json, NULL, '{');
	json_string(json, "kid", kid);
	json_string(json, "kty", "EC");
	json_string(json, "crv", "P-256");
	put_base64url(json, "x", rbuf_take(&point, P256_BYTES));
	put_base64url(json, "y", point);
	put_chain(json, part, key);
	json_close(json, '}');
}

/* 2.5, SecureElement. */
static void put_element(FILE *out, const struct reel_part *part, const struct manifest_batch *batch)
{
	struct json json = json_tight_to(out);
	char number[NAME_MAX_LEN], model[NAME_MAX_LEN], group[GROUP_ID + 1], made[NAME_MAX_LEN];

	upper(number, sizeof(number), part->profile->name, sizeof(number));
	upper(model, sizeof(model), part->profile->name, strcspn(part->profile->name, "-"));
	upper(group, sizeof(group), batch->id, GROUP_ID);
	/* With milliseconds, as in all examples. */
	snprintf(made, sizeof(made), "%.19s.000Z", batch->made);
	json_open(&json, NULL, '{');
	json_number(&json, "version", 1);
	json_string(&json, "model", model);
	json_string(&json, "partNumber", number);
	put_entity(&json, "manufacturer", "Simulated parts");
	put_entity(&json, "provisioner", "Simulated parts");
	put_entity(&json, "distributor", "Nobody");
	json_string(&json, "groupId", group);
	json_string(&json, "provisioningTimestamp", made);
	json_hex(&json, "uniqueId", part->serial, part->serial_len);
	json_open(&json, "publicKeySet", '{');
	json_open(&json, "keys", '[');
	for (size_t i = 0; i < part->n_keys; i++)
		put_key(&json, part, &part->keys[i]);
	json_close(&json, ']');
	json_close(&json, '}');
	json_close(&json, '}');
}

/* The payload as it travels, behind the header and a dot: what is signed (RFC 7515 5.1). */
static int text_to_sign(struct memory *text, const struct reel_part *part, const struct manifest_batch *batch,
	const struct jws_signer *signer)
{
	struct memory element;
	int rc = memory_open(&element);

	if (rc < 0)
		return rc;
	put_element(element.out, part, batch);
	rc = memory_close(&element);
	if (rc == 0)
		rc = memory_open(text);
	if (rc == 0) {
		fprintf(text->out, "%s.", signer->head);
		base64url_print(text->out, rbuf_from(element.text, element.len));
		rc = memory_close(text);
	}
	free(element.text);
	return rc;
}

/* 2.4.1, SignedSecureElementProtectedHeader: which certificate the signature is verified with. */
static int make_head(struct jws_signer *signer, const uint8_t *key_id)
{
	uint8_t digest[SHA256_BYTES];
	struct memory text;
	struct json json;
	FILE *head;
	int rc = memory_open(&text);

	if (rc < 0)
		return rc;
	sha256_bytes(signer->certificate, signer->certificate_len, digest);
	json = json_tight_to(text.out);
	json_open(&json, NULL, '{');
	json_string(&json, "typ", "JWT");
	json_string(&json, "alg", "ES256");
	put_base64url(&json, "kid", rbuf_from(key_id, X509_KEY_ID));
	put_base64url(&json, "x5t#S256", rbuf_from(digest, sizeof(digest)));
	json_close(&json, '}');
	rc = memory_close(&text);
	head = rc == 0 ? fmemopen(signer->head, sizeof(signer->head), "w") : NULL;
	if (head)
		base64url_print(head, rbuf_from(text.text, text.len));
	if (rc == 0 && (!head || fclose(head) != 0))
		rc = -ENOMEM;
	free(text.text);
	return rc;
}

/* As the example's: it signs itself and nobody else, and lives as long as a Trust part's certificate. */
static int issue(struct jws_signer *signer, const struct ca_public *public, uint8_t *key_id)
{
	static const struct x509_rdn rdns[] = {
		{ .attribute = X509_ORGANIZATION, .text = "sesim SIMULATED" },
		{ .attribute = X509_COMMON_NAME, .text = "SIMULATED Log Signer" },
	};
	static const struct x509_name name = { rdns, sizeof(rdns) / sizeof(rdns[0]) };
	const struct x509_extension extensions[] = {
		{ .kind = X509_SUBJECT_KEY_ID },
		{ .kind = X509_AUTHORITY_KEY_ID, .key_id = rbuf_from(key_id, X509_KEY_ID) },
		{ .kind = X509_BASIC_CONSTRAINTS, .critical = true, .path_length = -1 },
	};
	const struct x509_certificate certificate = {
		.serial = rbuf_from(key_id, 16),
		.issuer = name,
		.subject = name,
		.begin = { .year = 2025, .month = 1, .day = 1 },
		.end = x509_no_end,
		.key = public->key,
		.extensions = extensions,
		.n_extensions = sizeof(extensions) / sizeof(extensions[0]),
	};
	struct wbuf out = wbuf_to(signer->certificate, sizeof(signer->certificate));
	int rc;

	x509_key_id(&public->key, key_id);
	rc = ca_issue(signer->ca, signer->crypto, &log_signer, &certificate, &out);
	signer->certificate_len = out.len;
	return rc;
}

int jws_signer_open(struct jws_signer *signer, struct ca *ca, struct crypto *crypto)
{
	uint8_t key_id[X509_KEY_ID];
	struct ca_public public;
	int rc = ca_public_key(ca, crypto, &log_signer, &public);

	signer->ca = ca;
	signer->crypto = crypto;
	if (rc == 0)
		rc = issue(signer, &public, key_id);
	return rc == 0 ? make_head(signer, key_id) : rc;
}

void manifest_jws_begin(FILE *out)
{
	fputc('[', out);
}

/* 2.4, SignedSecureElement. */
int manifest_jws_part(FILE *out, bool first, const struct reel_part *part, const struct manifest_batch *batch,
	const struct jws_signer *signer)
{
	struct json json = { .out = out, .depth = IN_ARRAY, .more = !first };
	uint8_t signature[RSA_BYTES_MAX];
	struct memory text = { 0 };
	size_t len = 0;
	int rc = text_to_sign(&text, part, batch, signer);

	if (rc == 0)
		rc = ca_sign(signer->ca, signer->crypto, &log_signer, text.text, text.len, signature, &len);
	if (rc == 0) {
		json_open(&json, NULL, '{');
		json_string(&json, "payload", text.text + strlen(signer->head) + 1);
		json_string(&json, "protected", signer->head);
		json_open(&json, "header", '{');
		json_hex(&json, "uniqueId", part->serial, part->serial_len);
		json_close(&json, '}');
		/* R and S (RFC 7518 3.4). */
		put_base64url(&json, "signature", rbuf_from(signature, len));
		json_close(&json, '}');
	}
	free(text.text);
	return rc;
}

void manifest_jws_end(FILE *out, bool empty)
{
	struct json json = { .out = out, .depth = IN_ARRAY, .more = !empty };

	json_close(&json, ']');
}
