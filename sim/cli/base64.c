/* sim/cli/base64.c: bytes as RFC 4648 writes them, for PEM and for JOSE. */
#include "base64.h"

#include <stdbool.h>

enum {
	PEM_LINE = 48, /* bytes of 64 characters (RFC 7468 2) */
};

static const char standard[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
static const char url_safe[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/* The next one to three bytes as two to four characters; returns how many. */
static size_t next_group(struct rbuf *bytes, const char *alphabet, char group[4])
{
	size_t n = rbuf_left(bytes) < 3 ? rbuf_left(bytes) : 3;
	uint32_t word = 0;

	for (size_t i = 0; i < 3; i++)
		word = word << 8 | (i < n ? rbuf_u8(bytes) : 0u);
	for (size_t i = 0; i < 4; i++)
		group[i] = alphabet[word >> (18 - 6 * i) & 0x3f];
	return n + 1;
}

static void print_group(FILE *out, struct rbuf *bytes, const char *alphabet, bool padded)
{
	char group[4];
	size_t n = next_group(bytes, alphabet, group);

	while (padded && n < sizeof(group))
		group[n++] = '=';
	fwrite_unlocked(group, 1, n, out);
}

void base64_print(FILE *out, struct rbuf bytes)
{
	while (rbuf_left(&bytes) > 0)
		print_group(out, &bytes, standard, true);
}

void base64url_print(FILE *out, struct rbuf bytes)
{
	while (rbuf_left(&bytes) > 0)
		print_group(out, &bytes, url_safe, false);
}

void pem_print(FILE *out, const char *label, struct rbuf der, const char *end)
{
	fprintf(out, "-----BEGIN %s-----%s", label, end);
	while (rbuf_left(&der) > 0) {
		base64_print(out, rbuf_take(&der, rbuf_left(&der) < PEM_LINE ? rbuf_left(&der) : PEM_LINE));
		fputs_unlocked(end, out);
	}
	fprintf(out, "-----END %s-----%s", label, end);
}
