/* sim/cli/manifest.c: what goes with a reel of parts, in our own form. */
#include "manifest.h"

#include "base64.h"
#include "hex.h"
#include "hash.h"
#include "json.h"

enum {
	IN_PARTS = 2, /* how deep the pieces stand */
};

static void put_pem(struct json *json, const char *label, struct rbuf der)
{
	json_string_begin(json, "pem");
	pem_print(json->out, label, der, "\\n");
	json_string_end(json);
}

static void put_digest(struct json *json, struct rbuf der)
{
	uint8_t digest[SHA256_BYTES];

	sha256_bytes(der.at, der.left, digest);
	json_hex(json, "sha256", digest, sizeof(digest));
}

static void put_place(struct json *json, const struct reel_part *part, uint32_t at)
{
	char id[9];

	if (part->slots) {
		json_number(json, "slot", at);
		return;
	}
	snprintf(id, sizeof(id), "%08x", at);
	json_string(json, "object", id);
}

static void put_certificate(
	struct json *json, const struct reel_part *part, const struct reel_certificate *certificate)
{
	json_open(json, NULL, '{');
	json_string(json, "name", certificate->name);
	put_place(json, part, certificate->at);
	put_digest(json, certificate->der);
	put_pem(json, "CERTIFICATE", certificate->der);
	json_close(json, '}');
}

static void put_key(struct json *json, const struct reel_part *part, const struct reel_key *key)
{
	json_open(json, NULL, '{');
	put_place(json, part, key->at);
	json_string(json, "algorithm", key->algorithm);
	if (key->certificate != REEL_NONE)
		json_string(json, "certificate", part->certificates[key->certificate].name);
	put_pem(json, "PUBLIC KEY", key->spki);
	json_close(json, '}');
}

void manifest_begin(FILE *out, const struct manifest_batch *batch)
{
	struct json json = json_to(out);

	json_open(&json, NULL, '{');
	json_number(&json, "schema", 1);
	json_bool(&json, "simulated", true);
	json_string(&json, "batch", batch->id);
	json_string(&json, "profile", batch->profile);
	json_string(&json, "made", batch->made);
	json_open(&json, "parts", '[');
}

void manifest_part(FILE *out, bool first, const struct reel_part *part)
{
	struct json json = { .out = out, .depth = IN_PARTS, .more = !first };

	json_open(&json, NULL, '{');
	json_hex(&json, "serial", part->serial, part->serial_len);
	json_string(&json, "profile", part->profile->name);
	json_string(&json, "state_file", part->file);
	json_open(&json, "certificates", '[');
	for (size_t i = 0; i < part->n_certificates; i++)
		put_certificate(&json, part, &part->certificates[i]);
	json_close(&json, ']');
	json_open(&json, "public_keys", '[');
	for (size_t i = 0; i < part->n_keys; i++)
		put_key(&json, part, &part->keys[i]);
	json_close(&json, ']');
	json_close(&json, '}');
}

void manifest_end(FILE *out, bool empty, const struct manifest_authority *authorities, size_t n)
{
	struct json json = { .out = out, .depth = IN_PARTS, .more = !empty };

	json_close(&json, ']');
	json_open(&json, "authorities", '[');
	for (size_t i = 0; i < n; i++) {
		json_open(&json, NULL, '{');
		json_string(&json, "name", authorities[i].name);
		put_digest(&json, authorities[i].der);
		put_pem(&json, "CERTIFICATE", authorities[i].der);
		json_close(&json, '}');
	}
	json_close(&json, ']');
	json_close(&json, '}');
}

void manifest_rows_begin(FILE *out)
{
	fputs("uid,object,name,sha256,certificate\n", out);
}

void manifest_rows_part(FILE *out, const struct reel_part *part)
{
	char serial[2 * PART_SERIAL_MAX + 1], digest_text[2 * SHA256_BYTES + 1];
	uint8_t digest[SHA256_BYTES];

	hex_text(serial, part->serial, part->serial_len);
	for (size_t i = 0; i < part->n_certificates; i++) {
		const struct reel_certificate *certificate = &part->certificates[i];

		sha256_bytes(certificate->der.at, certificate->der.left, digest);
		hex_text(digest_text, digest, sizeof(digest));
		fprintf(out, "%s,%08x,%s,%s,", serial, certificate->at, certificate->name, digest_text);
		base64_print(out, certificate->der);
		fputc('\n', out);
	}
}
