/* tests/conformance/talk_make.c: objects of every class. Sizes and forms: AN12413 3.2, 4.7.1; se050-evidence.md 3.2, 3.5. */
#include "talk_make.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "why.h"

/* Made for these tests; they protect nothing. The EC key is the demonstration key of NXP's hosts. */
static const struct constant {
	const char *name;
	const char *hex;
} constants[] = {
	{ "d", "6d2f432f8a2f45ecd582847ec083bbebc23f1df4f0dd2a6fb81a24e7b6d54c7f" },
	{ "q", "043c9e47edf051a3589f67302d22567c2e17229e8883338ec3b7d527f9ee71d0a8"
	       "1aae7fe21caa6677783aa88da6d6a8ad5ec53b10bc0b11094482f04d24b5bec4" },
	{ "e", "010001" },
	{ "n", "a48ff1961ed97300c8ce1af48a054cdf740a9330ff0c09105954ea1e295b5cdaa65b86652fdbeaa27b1784f01c935"
	       "bb9"
	       "c1c4763e42e6702bea681725366f5fc64b2adde4cfab4a039cb963f34627a373016269f544745dfa7f6cfddefa832"
	       "a0f"
	       "21789449bf9fdfcc651f039ced8a7e6f38d9942b59131b86d8b0659e42d5b0bb" },
	{ "rd", "31d018b2f677a02636a29cea34f551c5ba1c915d9d76892fd7baaa7ba2cd3318448f23e9714942871877901816ae"
		"4c6f"
		"b845bdfd2ec70e615cbd5174443c06634579a095233f60ec8597ac311d9e4926464b507f2258a412b16f4ade8a64"
		"5fc3"
		"3420d6b3848078790673e3c5ba715a99f7ebfc1d9a05fbd171f9772cbac475e1" },
	{ "p", "d4e6caaa7258f63774d164f9192c2ddaf4b9f2df56c3d53850e59b35db4ac7d7feb5129a473e32e22176e96d2d920"
	       "a48"
	       "7dc4e4d0c2fe58e71744d79072052209" },
	{ "p2", "c5e01074e037ec264cdcbefc86db6b9fd9d8687f6ccd54eaaeb8fc894f1590b3f3253c19810db4bde2f6d126de69"
		"4705"
		"1ee29035294d2117b16186b224861da3" },
	{ "dp", "9425d5392e40c1746d919815ce7273a63d4d77b7fa0463c6c06445d1003bd53c743d44289f12a50dbe03a5031806"
		"dba8"
		"fdfb98cdbc228972a53a7e5641415921" },
	{ "dq", "c29a32f50ed250bff6159f0af181f7dd94bc3d411c7aefc9821e51d6a45d5c1b6dc42fd01158ae69953e11c1fd38"
		"626d"
		"49cb9df17a75ed56c4cf5a4df697a3ab" },
	{ "qi", "7bc86be5b7446a36710c9720650caf245ba9356419133a34255f13f2c6d26c2dd30b7028bf9d4cc48ea718e83b8c"
		"ede1"
		"b30672e995e7eb082a57f4be224a2963" },
};

/* Of digits that are known to be some. */
static size_t hex_bytes(const char *hex, uint8_t *bytes, size_t cap)
{
	size_t n = 0;

	for (; hex[0] && hex[1] && n < cap; hex += 2) {
		const char two[3] = { hex[0], hex[1], 0 };

		bytes[n++] = (uint8_t)strtoul(two, NULL, 16);
	}
	return n;
}

void make_variables(struct text_variables *variables)
{
	for (size_t i = 0; i < sizeof(constants) / sizeof(constants[0]); i++) {
		uint8_t bytes[256];
		size_t len = hex_bytes(constants[i].hex, bytes, sizeof(bytes));

		text_set(variables, constants[i].name, bytes, len);
	}
}

static const struct class_row {
	const char *class;
	const char *script; /* the policy goes to its first command */
	const char *header; /* of a policy for all; NULL: the default one */
	const char *of;     /* the class in policies; NULL: the same */
} class_rows[] = {
	{ "AES", "010300 41:$id 43:404142434445464748494a4b4c4d4e4f", NULL, NULL },
	{ "AES-256", "010300 41:$id 43:404142434445464748494a4b4c4d4e4f*2", NULL, NULL },
	{ "DES", "010400 41:$id 43:000102030405060708090a0b0c0d0e0f", NULL, NULL },
	{ "HMAC", "010500 41:$id 43:0b*32", NULL, NULL },
	{ "HMAC of 20", "010500 41:$id 43:0b*20", NULL, "HMAC" },
	{ "HMAC of 48", "010500 41:$id 43:0b*48", NULL, "HMAC" },
	{ "HMAC of 65", "010500 41:$id 43:0b*65", NULL, "HMAC" },
	{ "HMAC of 68", "010500 41:$id 43:0b*68", NULL, "HMAC" },
	{ "RSA pair", "01624f 41:$id 42:0400 48:$e; 01024f 41:$id 49:$rd; 01024f 41:$id 4a:$n", NULL, NULL },
	{ "RSA CRT pair",
		"016200 41:$id 42:0400 43:$p; 010200 41:$id 44:$p2; 010200 41:$id 45:$dp;"
		"010200 41:$id 46:$dq; 010200 41:$id 47:$qi; 010200 41:$id 48:$e; 010200 41:$id 4a:$n",
		NULL, NULL },
	{ "RSA CRT private",
		"014200 41:$id 42:0400 43:$p; 010200 41:$id 44:$p2; 010200 41:$id 45:$dp;"
		"010200 41:$id 46:$dq; 010200 41:$id 47:$qi",
		NULL, "RSA private" },
	{ "RSA-512 pair", "01624f 41:$id 42:0200", NULL, "RSA pair" },
	{ "RSA private", "01424f 41:$id 42:0400 49:$rd; 01024f 41:$id 4a:$n", NULL, NULL },
	{ "RSA public", "012200 41:$id 42:0400 48:$e; 010200 41:$id 4a:$n", NULL, NULL },
	{ "EC pair", "016100 41:$id 42:03 43:$d 44:$q", NULL, NULL },
	{ "EC pair on P-256", "016100 41:$id 42:03 43:$d 44:$q", NULL, NULL },
	{ "EC private", "014100 41:$id 42:03 43:$d", NULL, NULL },
	{ "EC public", "012100 41:$id 42:03 44:$q", NULL, NULL },
	{ "Ed25519 pair", "016100 41:$id 42:40", NULL, "EC pair" },
	{ "Ed25519 private", "014100 41:$id 42:40 43:$d", NULL, "EC private" },
	{ "Ed25519 public", "012100 41:$id 42:40 44:$edq", NULL, "EC public" },
	{ "BN pair", "016100 41:$id 42:11", NULL, "EC pair" },
	{ "BN private", "014100 41:$id 42:11 43:$d", NULL, "EC private" },
	{ "attesting EC pair", "016100 41:$id 42:03 43:$d 44:$q", "00248000", "EC pair" },
	{ "attesting EC private", "014100 41:$id 42:03 43:$d", "00048000", "EC private" },
	{ "attesting RSA CRT pair",
		"016200 41:$id 42:0400 43:$p; 010200 41:$id 44:$p2; 010200 41:$id 45:$dp;"
		"010200 41:$id 46:$dq; 010200 41:$id 47:$qi; 010200 41:$id 48:$e; 010200 41:$id 4a:$n",
		"00248000", "RSA CRT pair" },
	{ "attesting RSA CRT private",
		"014200 41:$id 42:0400 43:$p; 010200 41:$id 44:$p2; 010200 41:$id 45:$dp;"
		"010200 41:$id 46:$dq; 010200 41:$id 47:$qi",
		"00048000", "RSA private" },
	{ "binary", "010600 41:$id 43:0008 44:0102030405060708", NULL, NULL },
	{ "counter", "010800 41:$id 43:00000005", NULL, NULL },
	{ "PCR", "010900 41:$id 42:00*32", NULL, NULL },
	{ "UserID", "410700 41:$id 42:c001020304", NULL, NULL },
	{ "UserID, authentication object", "410700 41:$id 42:c001020304", "003c0000", NULL },
	{ "AES, authentication object", "410300 41:$id 43:404142434445464748494a4b4c4d4e4f", "001c0000",
		NULL },
	{ "EC pair, authentication object", "416100 41:$id 42:03 43:$d 44:$q", "003c0000", NULL },
	{ "EC public, authentication object", "412100 41:$id 42:03 44:$q", "003c0000", NULL },
	{ "transient AES", "810300 41:$id 43:404142434445464748494a4b4c4d4e4f", NULL, "AES" },
	{ "transient DES", "810400 41:$id 43:000102030405060708090a0b0c0d0e0f", NULL, "DES" },
	{ "transient HMAC", "810500 41:$id 43:0b*32", NULL, "HMAC" },
	{ "transient binary", "810600 41:$id 43:0008 44:0102030405060708", NULL, "binary" },
	{ "transient EC pair", "816100 41:$id 42:03 43:$d 44:$q", NULL, "EC pair" },
	{ "transient EC private", "814100 41:$id 42:03 43:$d", NULL, "EC private" },
	{ "transient EC public", "812100 41:$id 42:03 44:$q", NULL, "EC public" },
	{ "transient RSA pair", "81624f 41:$id 42:0400 48:$e; 01024f 41:$id 49:$rd; 01024f 41:$id 4a:$n",
		NULL, "RSA pair" },
	{ "transient RSA private", "81424f 41:$id 42:0400 49:$rd; 01024f 41:$id 4a:$n", NULL, "RSA private" },
	{ "transient RSA public", "812200 41:$id 42:0400 48:$e; 010200 41:$id 4a:$n", NULL, "RSA public" },
	{ "transient RSA CRT pair",
		"816200 41:$id 42:0400 43:$p; 010200 41:$id 44:$p2; 010200 41:$id 45:$dp;"
		"010200 41:$id 46:$dq; 010200 41:$id 47:$qi; 010200 41:$id 48:$e; 010200 41:$id 4a:$n",
		NULL, "RSA pair" },
	{ "transient RSA CRT private",
		"814200 41:$id 42:0400 43:$p; 010200 41:$id 44:$p2; 010200 41:$id 45:$dp;"
		"010200 41:$id 46:$dq; 010200 41:$id 47:$qi",
		NULL, "RSA private" },
};

/* Its policy, as the value of a variable. */
static bool set_policy(struct talk *talk, const struct class_row *row, uint32_t id, bool free)
{
	uint8_t policy[9] = { 8 };

	if (!free && talk->policy_class && id == MAKE_UNDER_TEST &&
		strcmp(row->of ? row->of : row->class, talk->policy_class) == 0) {
		text_set(&talk->variables, "policy", talk->policy, talk->policy_len);
		return true;
	}
	if (!row->header)
		return false;
	hex_bytes(row->header, policy + 5, 4);
	text_set(&talk->variables, "policy", policy, sizeof(policy));
	return true;
}

enum talk_result make_object(struct talk *talk, uint32_t id, const char *class, bool free, struct why *why)
{
	uint8_t bytes[4] = { (uint8_t)(id >> 24), (uint8_t)(id >> 16), (uint8_t)(id >> 8), (uint8_t)id };
	const struct class_row *row = class_rows, *end = row + sizeof(class_rows) / sizeof(class_rows[0]);
	size_t header = sizeof("010300") - 1;
	char script[600];

	while (row < end && strcmp(row->class, class) != 0)
		row++;
	if (row == end) {
		why_fail(why, EINVAL, "no class %s", class);
		return TALK_REFUSED;
	}
	text_set(&talk->variables, "id", bytes, sizeof(bytes));
	snprintf(script, sizeof(script), "%.*s%s%s", (int)header, row->script,
		set_policy(talk, row, id, free) ? " 11:$policy" : "", row->script + header);
	return talk_run(talk, script, why);
}
