/* tests/unit/test_host_answers.c: host drivers and parts that answer what they should not. */
#include <errno.h>

#include "atca_keys.h"
#include "atca_memory.h"
#include "cmocka_all.h"
#include "crc.h"
#include "se05x_attested.h"
#include "tlv.h"

enum {
	PATIENCE = 10000, /* blocks; an answer of 64 KiB has some 260 */
};

/* An SE05x that has one answer to all commands, status included. */
struct parrot {
	uint8_t answer[128];
	size_t len;
	bool endless; /* says that more of it follows, each time */
	size_t said;
	uint8_t number;
	uint8_t block[T1_BLOCK_MAX];
	size_t read;
};

static int parrot_write(void *context, const uint8_t *bytes, size_t len)
{
	struct parrot *p = context;
	struct wbuf w = wbuf_to(p->block, sizeof(p->block));

	(void)bytes;
	(void)len;
	if (++p->said > PATIENCE)
		return -ENODEV;
	t1_block_write(&w, T1_NAD_TO_HOST,
		(uint8_t)((p->number ? T1_I_NUMBER : 0) | (p->endless ? T1_I_MORE : 0)), p->answer, p->len);
	p->number ^= 1;
	p->read = 0;
	return 0;
}

static int parrot_read(void *context, uint8_t *bytes, size_t len)
{
	struct parrot *p = context;

	memcpy(bytes, p->block + p->read, len);
	p->read += len;
	return 0;
}

static int parrot_wait(void *context, uint64_t ns)
{
	(void)context;
	(void)ns;
	return 0;
}

struct talk {
	struct parrot parrot;
	struct t1_port port;
	struct se05x_host host;
	uint8_t bytes[64];
	struct wbuf out;
};

static void begin(struct talk *t, uint8_t version)
{
	memset(t, 0, sizeof(*t));
	t->port = (struct t1_port){ parrot_write, parrot_read, parrot_wait, &t->parrot, true };
	t->host.t1 = t1_host_make(&t->port);
	t->host.version[0] = version;
	t->out = wbuf_to(t->bytes, sizeof(t->bytes));
}

static void say(struct talk *t, const void *bytes, size_t len)
{
	memcpy(t->parrot.answer, bytes, len);
	t->parrot.len = len;
	t->out.len = 0;
}

/* Success with nothing, no TLVs, another tag, lengths that do not fit. */
static void answers_of_another_shape_are_no_answers(void **state)
{
	static const struct {
		const char *bytes;
		size_t len;
	} answers[] = { { "\x90\x00", 2 }, { "\x41\x90\x00", 3 }, { "\x42\x01\x01\x90\x00", 5 },
		{ "\x41\x05\x01\x90\x00", 5 }, { "\x41\x03\x01\x02\x03\x90\x00", 7 } };
	uint8_t id[SE05X_UNIQUE_ID_BYTES];
	uint32_t ids[SE05X_OBJECTS_MAX];
	struct se05x_kind_of of;
	enum se05x_curve curve;
	size_t number;
	bool flag;

	(void)state;
	for (size_t i = 0; i < sizeof(answers) / sizeof(answers[0]); i++) {
		struct talk t;

		begin(&t, 3);
		say(&t, answers[i].bytes, answers[i].len);
		assert_int_equal(se05x_exists(&t.host, 1, &flag), -EPROTO);
		assert_int_equal(se05x_kind(&t.host, 1, &of), -EPROTO);
		assert_int_equal(se05x_size(&t.host, 1, &number), -EPROTO);
		assert_int_equal(se05x_curve(&t.host, 1, &curve), -EPROTO);
		assert_int_equal(se05x_unique_id(&t.host, id), -EPROTO);
		assert_int_equal(se05x_list(&t.host, 0xff, ids, &number), -EPROTO);
		assert_int_equal(se05x_read_part(&t.host, 1, 0, 8, &t.out), -EPROTO);
		assert_int_equal(se05x_random(&t.host, 8, &t.out), -EPROTO);
		assert_int_equal(se05x_verify(&t.host, 1, SE05X_ECDSA_SHA256, rbuf_from("d", 1),
					 rbuf_from("s", 1), &flag),
			-EPROTO);
		if (answers[i].len > 2)
			assert_int_equal(se05x_delete(&t.host, 1), -EPROTO);
	}
}

static void results_that_are_none_are_refused(void **state)
{
	uint32_t ids[SE05X_OBJECTS_MAX];
	struct talk t;
	size_t n;
	bool flag;

	(void)state;
	begin(&t, 3);
	say(&t, "\x41\x01\x03\x90\x00", 5);
	assert_int_equal(se05x_exists(&t.host, 1, &flag), -EPROTO);
	/* More to come, and nothing; and half an id. */
	say(&t, "\x41\x01\x02\x42\x00\x90\x00", 7);
	assert_int_equal(se05x_list(&t.host, 0xff, ids, &n), -EPROTO);
	say(&t, "\x41\x01\x01\x42\x02\x00\x01\x90\x00", 9);
	assert_int_equal(se05x_list(&t.host, 0xff, ids, &n), -EPROTO);
	/* One id at a time without an end. */
	say(&t, "\x41\x01\x02\x42\x04\x00\x00\x00\x01\x90\x00", 11);
	assert_int_equal(se05x_list(&t.host, 0xff, ids, &n), -ENOSPC);
	assert_int_equal(n, SE05X_OBJECTS_MAX);
}

static void an_answer_without_an_end_is_not_listened_to_for_ever(void **state)
{
	struct talk t;
	bool flag;

	(void)state;
	for (size_t len = 0; len < 2; len++) {
		begin(&t, 3);
		say(&t, "\x41", len);
		t.parrot.endless = true;
		assert_int_equal(se05x_exists(&t.host, 1, &flag), -EPROTO);
		assert_true(t.parrot.said < PATIENCE);
	}
}

static void statuses_are_told(void **state)
{
	struct talk t;
	bool flag;

	(void)state;
	begin(&t, 3);
	say(&t, "\x69\x86", 2);
	assert_int_equal(se05x_exists(&t.host, 1, &flag), -EREMOTEIO);
	assert_int_equal(t.host.status, SW_NOT_ALLOWED);
	say(&t, "\x90", 1);
	assert_int_equal(se05x_exists(&t.host, 1, &flag), -EPROTO);
	say(&t, "", 0);
	assert_int_equal(se05x_exists(&t.host, 1, &flag), -EPROTO);
}

/* Of 3.x and of 7.2: TLVs that are missing, another freshness, bytes behind the signature. */
static void attestations_that_are_not_whole_are_refused(void **state)
{
	static const struct se05x_attester by = { 1, SE05X_ECDSA_SHA256, { 0 } };
	static struct se05x_attested got;
	uint8_t whole[128];
	struct wbuf w = wbuf_to(whole, sizeof(whole));
	static const uint8_t zeros[18];
	struct talk t;

	(void)state;
	tlv_put(&w, TAG_1, "value", 5);
	tlv_put(&w, TAG_2, "attributes", 10);
	tlv_put(&w, TAG_3, zeros, 12);
	tlv_put(&w, TAG_4, zeros, 16);
	tlv_put(&w, TAG_5, zeros, 18);
	tlv_put(&w, TAG_6, "signature", 9);
	wbuf_be16(&w, SW_OK);
	begin(&t, 3);
	say(&t, whole, w.len);
	assert_int_equal(se05x_read_attested(&t.host, 1, &by, &got), 0);
	assert_int_equal(got.message_len, 5 + 10 + 12 + 16 + 18);
	assert_memory_equal(got.message, "valueattributes", 15);
	t.parrot.answer[2 + 5 + 2 + 10 + 2 + 12 + 2] = 1; /* in the freshness */
	assert_int_equal(se05x_read_attested(&t.host, 1, &by, &got), -EPROTO);
	for (size_t cut = 0; cut < w.len - 2; cut++) {
		uint8_t shorter[128];

		memcpy(shorter, whole, cut);
		memcpy(shorter + cut, "\x90\x00", 2);
		say(&t, shorter, cut + 2);
		assert_int_equal(se05x_read_attested(&t.host, 1, &by, &got), -EPROTO);
	}
	/* Values without tags are what is signed: out of order, or twice, they would mean something else. */
	for (size_t i = 0; i < 2; i++) {
		uint8_t other[128];
		struct wbuf o = wbuf_to(other, sizeof(other));

		tlv_put(&o, i == 0 ? TAG_1 : TAG_2, "val", 3);
		tlv_put(&o, TAG_1, "ue", 2);
		wbuf_put(&o, whole + 7, w.len - 7);
		say(&t, other, o.len);
		assert_int_equal(se05x_read_attested(&t.host, 1, &by, &got), -EPROTO);
	}
	w.len -= 2;
	tlv_put(&w, TAG_7, "more", 4);
	wbuf_be16(&w, SW_OK);
	say(&t, whole, w.len);
	assert_int_equal(se05x_read_attested(&t.host, 1, &by, &got), -EPROTO);
	t.host.version[0] = 7;
	assert_int_equal(se05x_read_attested(&t.host, 1, &by, &got), -EPROTO);
}

/* An ATECC that wakes and has one answer to all commands; made of bytes without count and checksum. */
struct mute {
	struct link link;
	uint8_t answer[64];
	size_t len;
	uint8_t next[72];
	size_t read;
};

static void mute_load(struct mute *m, const uint8_t *bytes, size_t len)
{
	struct wbuf w = wbuf_to(m->next, sizeof(m->next));

	wbuf_u8(&w, (uint8_t)(len + 3));
	wbuf_put(&w, bytes, len);
	wbuf_le16(&w, crc16_atca(m->next, w.len));
}

static int mute_transfer(struct link *link, struct i2c_message *msgs, size_t n, size_t *done)
{
	struct mute *m = (struct mute *)link;
	static const uint8_t awake = ATCA_AFTER_WAKE;

	*done = n;
	if (msgs->flags & I2C_READ) {
		memcpy(msgs->bytes, m->next + m->read, msgs->len);
		m->read += msgs->len;
		return (int)n;
	}
	m->read = 0;
	if (msgs->addr == 0)
		mute_load(m, &awake, 1);
	else if (msgs->len > 1)
		mute_load(m, m->answer, m->len);
	return (int)n;
}

static int mute_wait(struct link *link, uint64_t ns)
{
	(void)link;
	(void)ns;
	return 0;
}

static const struct link_ops mute_ops = { .transfer = mute_transfer, .wait = mute_wait };

static void an_atecc_s_answers_have_their_length(void **state)
{
	struct mute m = { .link = { .ops = &mute_ops, .info = { .simulated = true } }, .len = 20 };
	struct atca_host host = atca_host_make(&m.link, ATCA_ADDRESS_DEFAULT);
	uint8_t bytes[ATCA_CONFIG_BYTES];
	uint32_t value;
	bool good;

	(void)state;
	assert_int_equal(atca_revision(&host, bytes), -EPROTO);
	assert_int_equal(atca_read_serial(&host, bytes), -EPROTO);
	assert_int_equal(atca_read_config(&host, bytes), -EPROTO);
	assert_int_equal(atca_read_slot(&host, 8, 0, bytes, 4), -EPROTO);
	assert_int_equal(atca_write_slot(&host, 8, 0, bytes, 4), -EPROTO);
	assert_int_equal(atca_public_key(&host, 0, bytes), -EPROTO);
	assert_int_equal(atca_sign(&host, 0, bytes, bytes + 32), -EPROTO);
	assert_int_equal(atca_verify(&host, bytes, bytes, bytes, &good), -EPROTO);
	assert_int_equal(atca_counter(&host, 0, &value), -EPROTO);
	assert_int_equal(atca_random(&host, bytes), -EPROTO);
	assert_int_equal(atca_lock_slot(&host, 8), -EPROTO);
	/* A status where data are due; success; and one that says the command was lost each time. */
	m.len = 1;
	m.answer[0] = ATCA_EXECUTION_ERROR;
	assert_int_equal(atca_revision(&host, bytes), -EREMOTEIO);
	assert_int_equal(host.status, ATCA_EXECUTION_ERROR);
	m.answer[0] = ATCA_SUCCESS;
	assert_int_equal(atca_revision(&host, bytes), -EPROTO);
	m.answer[0] = ATCA_CRC_ERROR;
	assert_int_equal(atca_revision(&host, bytes), -EREMOTEIO);
	assert_int_equal(host.status, ATCA_CRC_ERROR);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(answers_of_another_shape_are_no_answers),
		cmocka_unit_test(results_that_are_none_are_refused),
		cmocka_unit_test(an_answer_without_an_end_is_not_listened_to_for_ever),
		cmocka_unit_test(statuses_are_told),
		cmocka_unit_test(attestations_that_are_not_whole_are_refused),
		cmocka_unit_test(an_atecc_s_answers_have_their_length),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
