/* tests/unit/test_door_connect.c: a device is who its certificate says, whatever its CONNECT says (MQTT 3.1.1 and 5.0, 3.1). */
#include <errno.h>
#include <string.h>

#include "cmocka_all.h"
#include "door_connect.h"
#include "hex.h"

struct packet {
	uint8_t bytes[CONNECT_MAX];
	size_t len;
};

static struct packet packet(const char *hex)
{
	struct packet p = { .len = 0 };
	int len = hex_bytes(hex, strlen(hex), p.bytes, sizeof(p.bytes));

	assert_true(len > 0);
	p.len = (size_t)len;
	return p;
}

static void assert_renamed(const char *from, const char *to)
{
	const struct packet in = packet(from);
	const struct packet expected = packet(to);
	uint8_t bytes[CONNECT_MAX + 256];
	struct wbuf out = wbuf_to(bytes, sizeof(bytes));
	struct why why;

	assert_int_equal(connect_rename(in.bytes, in.len, "dev", &out, &why), 0);
	assert_int_equal(out.len, expected.len);
	assert_memory_equal(bytes, expected.bytes, expected.len);
}

static void a_name_is_added(void **state)
{
	(void)state;
	/* clean session, keep alive 60, client "a" */
	assert_renamed("100d00044d5154540402003c000161", "101200044d5154540482003c0001610003646576");
}

static void a_name_and_a_password_of_the_clients_own_go(void **state)
{
	(void)state;
	assert_renamed(
		"101500044d51545404c2003c0001610002626f00027077", "101200044d5154540482003c0001610003646576");
}

static void a_will_stays(void **state)
{
	(void)state;
	/* topic "t", message "gone" */
	assert_renamed("101600044d5154540406003c00016100017400"
		       "04676f6e65",
		"101b00044d5154540486003c000161000174"
		"0004676f6e650003646576");
}

static void properties_of_mqtt_5_stay(void **state)
{
	(void)state;
	/* session expiry 10; a will with a delay of 5 */
	assert_renamed("102200044d5154540506003c05110000000a0001610518000000050001740004676f6e65",
		"102700044d5154540586003c05110000000a0001610518000000050001740004676f6e650003646576");
}

static void every_cut_is_refused(void **state)
{
	const struct packet whole = packet("102200044d51545405c6003c05110000000a00016100000174000167000262"
					   "6f00027077");
	uint8_t bytes[CONNECT_MAX + 256];

	(void)state;
	for (size_t len = 2; len <= whole.len; len++) {
		struct packet cut = whole;
		struct wbuf out = wbuf_to(bytes, sizeof(bytes));
		struct why why;

		cut.bytes[1] = (uint8_t)(len - 2);
		assert_int_equal(
			connect_rename(cut.bytes, len, "dev", &out, &why), len < whole.len ? -EPROTO : 0);
	}
}

static void what_is_behind_the_last_field_is_refused(void **state)
{
	const struct packet p = packet("100e00044d5154540402003c00016100");
	uint8_t bytes[CONNECT_MAX];
	struct wbuf out = wbuf_to(bytes, sizeof(bytes));
	struct why why;

	(void)state;
	assert_int_equal(connect_rename(p.bytes, p.len, "dev", &out, &why), -EPROTO);
}

static void the_length_is_known_as_soon_as_it_is_there(void **state)
{
	static const struct {
		const char *hex;
		size_t total;
		int rc;
	} cases[] = {
		{ "10", 0, 0 },
		{ "100d", 15, 0 },
		{ "1080", 0, 0 },
		{ "108001", 131, 0 },
		{ "10fd1f", 4096, 0 },
		{ "10fe1f", 4097, -EPROTO },
		{ "1080808001", 2097157, -EPROTO },
		{ "10ffffffff", 0, -EPROTO },
		{ "30", 0, -EPROTO },
		{ "16", 0, -EPROTO },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct packet p = packet(cases[i].hex);
		struct why why;
		size_t total;

		assert_int_equal(connect_length(p.bytes, p.len, &total, &why), cases[i].rc);
		assert_int_equal(total, cases[i].total);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_name_is_added),
		cmocka_unit_test(a_name_and_a_password_of_the_clients_own_go),
		cmocka_unit_test(a_will_stays),
		cmocka_unit_test(properties_of_mqtt_5_stay),
		cmocka_unit_test(every_cut_is_refused),
		cmocka_unit_test(what_is_behind_the_last_field_is_refused),
		cmocka_unit_test(the_length_is_known_as_soon_as_it_is_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
