/*
 * tests/unit/test_se050_scp03.c: the platform channel at every level and on both generations of the applet, byte for
 * byte: card and host each against exchanges that neither of them made.
 *
 * They go on from the opening seen on a physical A921, with its session keys; MACs and ciphers are those of openssl's
 * command line (`openssl mac`, `openssl enc`), put together by Amendment D 6.2.
 */
#include "cmocka_all.h"

#include <string.h>

#include "se050_fixture.h"

#define OPENING "80500b0008 1122334455667788"
#define A921_KEYS                                                                  \
	"scp03=d2db63e7a0a5aed72a6460c4dfdcaf64:738d5b798ed241b0b24768514bfba95b:" \
	"6702dac30942b2c85e7f47b42ced4e7f"

enum {
	LEVELS = 6,
	STEPS = 6,
};

static const uint8_t levels[LEVELS] = { 0x00, 0x01, 0x03, 0x11, 0x13, 0x33 };

struct exchange {
	const char *command, *answer;
};

/*
 * EXTERNAL AUTHENTICATE; CheckObjectExists of 12345678; GetVersion; ReadObject of it, refused; CheckObjectExists of
 * 7FFF0206; GetVersion. Before applet 4.3 a command without data does not count.
 */
static const struct exchange before_4_3[][STEPS] = {
	{
		{ "8482000010f00f6091b6f1fdee2258dc7ecd64a0ab", "9000" },
		{ "8004002706410412345678", "4101029000" },
		{ "80040020", "418200070301016fff010b9000" },
		{ "8002000006410412345678", "6985" },
		{ "800400270641047fff0206", "4101019000" },
		{ "80040020", "418200070301016fff010b9000" },
	},
	{
		{ "8482010010f00f6091b6f1fdee0ff90f8419f048a3", "9000" },
		{ "840400270e410412345678e7637be962452c4a", "4101029000" },
		{ "8404002008a7ffb262cd8bb30f", "418200070301016fff010b9000" },
		{ "840200000e41041234567840a8c79611f7409a", "6985" },
		{ "840400270e41047fff0206bb7427ee77765da5", "4101019000" },
		{ "8404002008cebe5b11b314ce50", "418200070301016fff010b9000" },
	},
	{
		{ "8482030010f00f6091b6f1fdee906a2e023281c4db", "9000" },
		{ "84040027181617369830fc4edea087e185a08122679fbbfb89bbbc8fa0", "4101029000" },
		{ "84040020084049bcd2b3347f99", "418200070301016fff010b9000" },
		{ "8402000018a13741c64f316b54df7d1224ecfe5ebc6e82380e74e9724d", "6985" },
		{ "84040027187157eaf157bf5845ef7a64593593c91a0eb8bfe403b28ac0", "4101019000" },
		{ "84040020085eb08dcb185a482a", "418200070301016fff010b9000" },
	},
	{
		{ "8482110010f00f6091b6f1fdee40edd9b385b6de50", "9000" },
		{ "840400270e41041234567891e4a8f09a1a5d8f", "4101025fe088443e99b12d9000" },
		{ "8404002008ea1dfa72be45ba8e", "418200070301016fff010be968d26123bade099000" },
		{ "840200000e410412345678b26a9d222b949925", "6985" },
		{ "840400270e41047fff02069ce6b07627d96189", "4101012239eababf9c37f39000" },
		{ "84040020088cb85f4de8bb910d", "418200070301016fff010b005bea702cd4f1099000" },
	},
	{
		{ "8482130010f00f6091b6f1fdeeeb803758efc26c64", "9000" },
		{ "84040027181617369830fc4edea087e185a08122679977657f504c0333",
			"410102706d849154666f519000" },
		{ "84040020089180b83e204ab719", "418200070301016fff010b15c3dd84efbad44e9000" },
		{ "8402000018a13741c64f316b54df7d1224ecfe5ebcf08636fea5f3603c", "6985" },
		{ "84040027187157eaf157bf5845ef7a64593593c91ad3aca0128b81f638",
			"41010109a72ce4b116e7709000" },
		{ "8404002008142d349707ad2cab", "418200070301016fff010b0caece7f304148979000" },
	},
	{
		{ "8482330010f00f6091b6f1fdeebcd19e29c783892d", "9000" },
		{ "84040027181617369830fc4edea087e185a0812267ce75417799230ec7",
			"c982e6d8841e764b74d34f8c87c2dc527840c9d626b837ec9000" },
		{ "8404002008e452a5550f418c47", "7be1df38dcb25ccbc762ba03a6029d8e33299d42a34838de9000" },
		{ "8402000018a13741c64f316b54df7d1224ecfe5ebc8183ba6cc20f7f72", "6985" },
		{ "84040027187157eaf157bf5845ef7a64593593c91a10fcb31c1a3650ef",
			"940fc15161e9ddd0e3849b94b9484a8b71c9883a31270cbb9000" },
		{ "8404002008b2308fb55fa0d360", "70e7c62925f3a3c5a908bbaa816dbb7d125da9ffd53828739000" },
	},
};

static const struct exchange from_4_3[][STEPS] = {
	{
		{ "8482000010f00f6091b6f1fdee2258dc7ecd64a0ab", "9000" },
		{ "8004002706410412345678", "4101029000" },
		{ "80040020", "418200070702003f9fffff9000" },
		{ "8002000006410412345678", "6985" },
		{ "800400270641047fff0206", "4101019000" },
		{ "80040020", "418200070702003f9fffff9000" },
	},
	{
		{ "8482010010f00f6091b6f1fdee0ff90f8419f048a3", "9000" },
		{ "840400270e410412345678e7637be962452c4a", "4101029000" },
		{ "8404002008a7ffb262cd8bb30f", "418200070702003f9fffff9000" },
		{ "840200000e41041234567840a8c79611f7409a", "6985" },
		{ "840400270e41047fff0206bb7427ee77765da5", "4101019000" },
		{ "8404002008cebe5b11b314ce50", "418200070702003f9fffff9000" },
	},
	{
		{ "8482030010f00f6091b6f1fdee906a2e023281c4db", "9000" },
		{ "84040027181617369830fc4edea087e185a08122679fbbfb89bbbc8fa0", "4101029000" },
		{ "84040020084049bcd2b3347f99", "418200070702003f9fffff9000" },
		{ "84020000182a33845e20fbbcbd40e9b5f74ba063fef3794823cb65f571", "6985" },
		{ "84040027184134d7b44c6018a24e9699da144e75544f00cf351df7c66f", "4101019000" },
		{ "840400200809120e50ac959ba4", "418200070702003f9fffff9000" },
	},
	{
		{ "8482110010f00f6091b6f1fdee40edd9b385b6de50", "9000" },
		{ "840400270e41041234567891e4a8f09a1a5d8f", "4101025fe088443e99b12d9000" },
		{ "8404002008ea1dfa72be45ba8e", "418200070702003f9fffffee81bca646e0fb629000" },
		{ "840200000e410412345678b26a9d222b949925", "6985" },
		{ "840400270e41047fff02069ce6b07627d96189", "4101012239eababf9c37f39000" },
		{ "84040020088cb85f4de8bb910d", "418200070702003f9fffff43f4b4c1eca964bb9000" },
	},
	{
		{ "8482130010f00f6091b6f1fdeeeb803758efc26c64", "9000" },
		{ "84040027181617369830fc4edea087e185a08122679977657f504c0333",
			"410102706d849154666f519000" },
		{ "84040020089180b83e204ab719", "418200070702003f9fffff8df8f3214570b1509000" },
		{ "84020000182a33845e20fbbcbd40e9b5f74ba063fe5d5c572aa7b985b3", "6985" },
		{ "84040027184134d7b44c6018a24e9699da144e7554350c6f75af9f6d40",
			"4101017dd32a9d8de3a3c59000" },
		{ "8404002008dce0f7211eb508bf", "418200070702003f9fffff35a63642e556e3679000" },
	},
	{
		{ "8482330010f00f6091b6f1fdeebcd19e29c783892d", "9000" },
		{ "84040027181617369830fc4edea087e185a0812267ce75417799230ec7",
			"c982e6d8841e764b74d34f8c87c2dc527840c9d626b837ec9000" },
		{ "8404002008e452a5550f418c47", "a4dcdadb6313368e7d0cb33d6ff04bb2596f1081e03ee0ed9000" },
		{ "84020000182a33845e20fbbcbd40e9b5f74ba063fe466a50ada5260459", "6985" },
		{ "84040027184134d7b44c6018a24e9699da144e7554d6d441f666ac0896",
			"d747160fc49fb07409af9902c4904a496af14e2d8102ebf99000" },
		{ "84040020087a3bfc868238d4fc", "dd27316d5e1cab158b1514ec86b7cfd1531a7e9f26bb9b559000" },
	},
};

/* The part with the keys and the card challenge of that opening. */
static struct se050_fixture *part_as_seen(const char *part)
{
	struct se050_fixture *f = se_new(part);

	se_hex("05437d4e3c213d20", f->chip->options.challenge, 8);
	f->chip->options.forced_challenge = true;
	return f;
}

static void assert_card(const char *part, const struct exchange table[][STEPS])
{
	struct se050_fixture *f = part_as_seen(part);

	for (size_t level = 0; level < LEVELS; level++) {
		se_select(f);
		assert_apdu(f, OPENING, "XXXXXXXXXXXXXXXXXXXX 0b0300 05437d4e3c213d20 c4d889c1270264c4 9000");
		for (size_t i = 0; i < STEPS; i++)
			assert_apdu(f, table[level][i].command, table[level][i].answer);
	}
	se_free(f);
}

static void the_card_at_every_level_before_4_3(void **state)
{
	(void)state;
	assert_card("se050c," A921_KEYS, before_4_3);
}

static void the_card_at_every_level_from_4_3_on(void **state)
{
	(void)state;
	assert_card("se050e", from_4_3);
}

static void assert_host(bool counts_all, const struct exchange table[][STEPS])
{
	static const char *const plain[STEPS][2] = { { NULL, "" }, { "8004002706 410412345678", "410102" },
		{ "80040020", NULL }, { "8002000006 410412345678", "" },
		{ "8004002706 41047fff0206", "410101" }, { "80040020", NULL } };
	const char *version = counts_all ? "41820007 0702003f9fffff" : "41820007 0301016fff010b";

	for (size_t level = 0; level < LEVELS; level++) {
		struct scp03_host host = { .counts_all = counts_all };
		uint8_t expected[64], answer[64], bytes[64], command[64], data[64];
		struct apdu apdu;

		se_hex("012c3fcdb34f6cff7e344d075bd048cb", host.s_enc, 16);
		se_hex("5cae32dea3a3615e2aae308d742277e0", host.s_mac, 16);
		se_hex("5fbbb883f36e0f2c4358130883c7d471", host.s_rmac, 16);
		se_hex("f00f6091b6f1fdee", host.cryptogram, 8);
		for (size_t i = 0; i < STEPS; i++) {
			struct wbuf w = wbuf_to(command, sizeof(command)), out = wbuf_to(data, sizeof(data));
			const char *text = plain[i][1] ? plain[i][1] : version;
			size_t n = se_hex(table[level][i].command, expected, sizeof(expected));
			size_t len = se_hex(table[level][i].answer, answer, sizeof(answer));
			uint16_t status;

			if (plain[i][0]) {
				apdu_parse(
					rbuf_from(bytes, se_hex(plain[i][0], bytes, sizeof(bytes))), &apdu);
				assert_int_equal(scp03_host_wrap(&host, &apdu, &w), 0);
			} else {
				assert_int_equal(scp03_host_authenticate(&host, levels[level], &w), 0);
			}
			assert_int_equal(w.len, n);
			assert_memory_equal(command, expected, n);
			if (!plain[i][0])
				continue;
			assert_int_equal(scp03_host_unwrap(&host, rbuf_from(answer, len), &out, &status), 0);
			assert_int_equal(status, i == 3 ? 0x6985 : 0x9000);
			n = se_hex(text, expected, sizeof(expected));
			assert_int_equal(out.len, n);
			if (n > 0)
				assert_memory_equal(data, expected, n);
		}
	}
}

static void the_host_at_every_level_before_4_3(void **state)
{
	(void)state;
	assert_host(false, before_4_3);
}

static void the_host_at_every_level_from_4_3_on(void **state)
{
	(void)state;
	assert_host(true, from_4_3);
}

/* What one level asks for another does not do. */
static void commands_of_another_level_abort_the_channel(void **state)
{
	struct se050_fixture *f = part_as_seen("se050e");

	(void)state;
	for (size_t opened = 0; opened < LEVELS; opened++)
		for (size_t sent = 0; sent < LEVELS; sent++) {
			bool same = (levels[opened] & 3) == (levels[sent] & 3);

			if (same)
				continue;
			se_select(f);
			assert_apdu(f, OPENING,
				"XXXXXXXXXXXXXXXXXXXX 0b0300 05437d4e3c213d20 c4d889c1270264c4 9000");
			assert_apdu(f, from_4_3[opened][0].command, "9000");
			assert_apdu(f, from_4_3[sent][1].command, "6982");
			/* Level 00 protects nothing and has nothing to abort. */
			if (levels[opened] != 0)
				assert_apdu(f, "80040020", "6982");
		}
	se_free(f);
}

/* Every part, whatever it can do, opens its channel and talks in it. */
static void every_part_at_every_level(void **state)
{
	static const char *const parts[] = { "se050a", "se050b", "se050c", "se050d", "se050e", "se050f",
		"se050-dev", "se051a", "se051c", "se052" };

	(void)state;
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		struct se050_fixture *f = se_new(parts[i]);

		for (size_t level = 0; level < LEVELS; level++) {
			/* FIPS parts want all of it. */
			bool served = !f->chip->nv.platform_scp || levels[level] == 0x33;

			se_select(f);
			se_open_channel(f, levels[level]);
			for (int n = 0; n < 3; n++) {
				assert_secure(
					f, "80040020", served ? "41820007 XXXXXXXXXXXXXX 9000" : "6982");
				assert_secure(f, "8004002706 410412345678", served ? "410102 9000" : "6982");
				assert_secure(f, "8002000006 410412345678", served ? "6985" : "6982");
			}
		}
		se_free(f);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_card_at_every_level_before_4_3),
		cmocka_unit_test(the_card_at_every_level_from_4_3_on),
		cmocka_unit_test(the_host_at_every_level_before_4_3),
		cmocka_unit_test(the_host_at_every_level_from_4_3_on),
		cmocka_unit_test(commands_of_another_level_abort_the_channel),
		cmocka_unit_test(every_part_at_every_level),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
