/* tests/bench/se050.c: the SE05x's commands in process: the chip model alone, through T=1, in memory. */
#include <stdlib.h>
#include <string.h>

#include "baseline.h"
#include "se050_host.h"
#include "se05x.h"
#include "tlv.h"

enum {
	AHEAD = 64, /* frames made ready at a time, so that the host's work is not timed */
	ECDSA_SHA256 = 0x21,
	RSA_SHA256_PKCS1 = 0x28,
	RSA_KEY = 0x00000100, /* made for this */
	MESSAGE = 32,
};

/* A P-256 pair that the factory made, with the default policy. */
static const uint32_t key = 0xf0000100;

enum what {
	DO_GET_VERSION,
	DO_SIGN,
	DO_VERIFY,
	DO_AGREE,
	DO_RSA_SIGN,
};

struct se050_case {
	enum what what;
	const char *name;
	bool secure;
	enum baseline_kind baseline;
	const char *want;
};

static const struct se050_case cases[] = {
	{ DO_GET_VERSION, "GetVersion", false, BASELINE_NONE, "500,000 a second" },
	{ DO_GET_VERSION, "GetVersion", true, BASELINE_NONE, NULL },
	{ DO_SIGN, "Sign", false, BASELINE_SIGN, "ratio 0.9" },
	{ DO_VERIFY, "Verify", false, BASELINE_VERIFY, "ratio 0.9" },
	{ DO_AGREE, "ECDH", false, BASELINE_ECDH, "ratio 0.9" },
	{ DO_RSA_SIGN, "RSASign", false, BASELINE_RSA_SIGN, "ratio 0.9" },
	{ DO_SIGN, "Sign", true, BASELINE_SIGN, "ratio 0.75" },
	{ DO_VERIFY, "Verify", true, BASELINE_VERIFY, "ratio 0.75" },
	{ DO_AGREE, "ECDH", true, BASELINE_ECDH, "ratio 0.75" },
	{ DO_RSA_SIGN, "RSASign", true, BASELINE_RSA_SIGN, "ratio 0.75" },
};

struct se050_run {
	struct se_host host;
	const char *name;
	struct apdu apdu;
	uint8_t data[SE_ANSWER_MAX];
	struct se_frame frames[AHEAD];
};

static void put_id(struct wbuf *w, uint32_t id)
{
	tlv_head(w, TAG_1, 4);
	wbuf_be32(w, id);
}

/* TLV 41 of the answer. */
static struct rbuf ask(struct se050_run *run, uint8_t answer[SE_ANSWER_MAX])
{
	struct rbuf r = rbuf_from(answer, se_host_run(&run->host, &run->apdu, answer));
	struct tlv tlv;

	if (!tlv_next(&r, &tlv) || tlv.tag != TAG_1)
		bench_fail("%s answers nothing", run->name);
	return tlv.value;
}

/* A digest, or a message: both have 32 bytes. */
static void put_sign(struct se050_run *run, struct wbuf *w, uint32_t id, uint8_t algorithm)
{
	uint8_t input[MESSAGE];

	memset(input, 0x5a, sizeof(input));
	run->apdu =
		(struct apdu){ .cla = CLA_PROPRIETARY, .ins = INS_CRYPTO, .p1 = P1_SIGNATURE, .p2 = P2_SIGN };
	put_id(w, id);
	tlv_put(w, TAG_2, &algorithm, 1);
	tlv_put(w, TAG_3, input, sizeof(input));
}

static void make_rsa_key(struct se050_run *run)
{
	uint8_t data[16], answer[SE_ANSWER_MAX];
	struct wbuf w = wbuf_to(data, sizeof(data));
	struct apdu apdu = { .cla = CLA_PROPRIETARY, .ins = INS_WRITE, .p1 = P1_RSA | P1_PAIR };

	put_id(&w, RSA_KEY);
	tlv_head(&w, TAG_2, 2);
	wbuf_be16(&w, 2048);
	apdu.data = rbuf_from(data, w.len);
	se_host_run(&run->host, &apdu, answer);
}

static void make_apdu(struct se050_run *run, enum what what)
{
	struct wbuf w = wbuf_to(run->data, sizeof(run->data));
	uint8_t answer[SE_ANSWER_MAX];
	struct rbuf value;

	switch (what) {
	case DO_GET_VERSION:
		run->apdu = (struct apdu){ .cla = CLA_PROPRIETARY, .ins = INS_MANAGE, .p2 = P2_VERSION };
		break;
	case DO_SIGN:
		put_sign(run, &w, key, ECDSA_SHA256);
		break;
	case DO_VERIFY:
		put_sign(run, &w, key, ECDSA_SHA256);
		run->apdu.data = rbuf_from(run->data, w.len);
		value = ask(run, answer);
		run->apdu.p2 = P2_VERIFY;
		tlv_put(&w, TAG_5, value.at, rbuf_left(&value));
		break;
	case DO_RSA_SIGN:
		make_rsa_key(run);
		put_sign(run, &w, RSA_KEY, RSA_SHA256_PKCS1);
		break;
	case DO_AGREE:
		put_id(&w, key);
		run->apdu = (struct apdu){ .cla = CLA_PROPRIETARY, .ins = INS_READ };
		run->apdu.data = rbuf_from(run->data, w.len);
		value = ask(run, answer);
		run->apdu =
			(struct apdu){ .cla = CLA_PROPRIETARY, .ins = INS_CRYPTO, .p1 = P1_EC, .p2 = P2_DH };
		tlv_put(&w, TAG_2, value.at, rbuf_left(&value));
		break;
	}
	run->apdu.data = rbuf_from(run->data, w.len);
	value = ask(run, answer);
	if (what == DO_VERIFY && rbuf_u8(&value) != RESULT_SUCCESS)
		bench_fail("a signature of the part does not verify");
}

/* In a channel every command is another one; made ready before it is timed. */
static uint64_t run_command(void *context, size_t n)
{
	struct se050_run *run = context;
	uint64_t took = 0;

	if (!run->host.secure)
		se_host_frame(&run->host, &run->apdu, &run->frames[0]);
	for (size_t done = 0; done < n; done += AHEAD) {
		size_t now = n - done < AHEAD ? n - done : AHEAD;
		uint64_t began;

		for (size_t i = 0; i < now && run->host.secure; i++)
			se_host_frame(&run->host, &run->apdu, &run->frames[i]);
		began = bench_busy_ns();
		for (size_t i = 0; i < now; i++)
			se_host_send(&run->host, &run->frames[run->host.secure ? i : 0]);
		took += bench_busy_ns() - began;
		se_host_expect(&run->host, run->name);
	}
	return took;
}

static void bench_case(struct bench *bench, struct se050_run *run, const struct se050_case *c)
{
	struct bench_row row = { .link = "SE050C",
		.scenario = c->name,
		.op = c->secure ? "P-256, platform SCP03 level 33" : "P-256",
		.baseline = baseline_name(c->baseline),
		.want = c->want };
	struct bench_side chip = { .run = run_command, .context = run };
	struct bench_side side;
	struct baseline *baseline;

	if (c->what == DO_GET_VERSION)
		row.op = c->secure ? "platform SCP03 level 33" : "plain";
	if (c->what == DO_RSA_SIGN)
		row.op = c->secure ? "2048 bits, platform SCP03 level 33" : "2048 bits";
	if (!bench_wants(bench, &row))
		return;
	se_host_open(&run->host, "se050c", c->secure);
	run->name = c->name;
	make_apdu(run, c->what);
	baseline = baseline_new(c->baseline, MESSAGE, 0);
	side = baseline_side(baseline);
	bench_compare(bench, &row, &chip, &side);
	bench_print(bench, &row);
	baseline_free(baseline);
	se_host_close(&run->host);
}

void bench_se050(struct bench *bench)
{
	struct se050_run *run = calloc(1, sizeof(*run));

	if (!run)
		bench_fail("no memory");
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		bench_case(bench, run, &cases[i]);
	free(run);
}
