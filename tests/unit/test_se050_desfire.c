/* tests/unit/test_se050_desfire.c: what is refused of MIFARE DESFire (AN12413 4.15), PAKE and type 4 tags. */
#include "cmocka_all.h"

#include "families.h"
#include "se050_fixture.h"

#define CHALLENGE "000102030405060708090a0b0c0d0e0f"
#define AES_KEY "404142434445464748494a4b4c4d4e4f"

/* vectors/refusals.tsv DF*: bounds, classes and policies as the document has them. */
static const struct {
	const char *command;
	const char *status;
} commands[] = {
	{ "8003001011 41047da00001 42047da00001 430300 0102", "6985" },
	{ "8003001011 41047da00002 42047da00001 4303000102", "6986" },
	{ "8003001011 41047da00001 42047da00002 4303000102", "6986" },
	{ "8003001011 41047da00003 42047da00001 4303000102", "6985" },
	{ "8003001011 41047da0ffff 42047da00001 4303000102", "6985" },
	{ "800300102e 41047da00001 42047da00001 4320" CHALLENGE CHALLENGE, "6985" },
	{ "800300100c 41047da00001 42047da00001", "6a80" },
	{ "8003005318 41047da00001 4210" CHALLENGE, "6985" },
	{ "8003005318 41047da00002 4210" CHALLENGE, "6986" },
	{ "8003005318 41047da00003 4210" CHALLENGE, "6985" },
	{ "8003005317 41047da00001 420f000102030405060708090a0b0c0d0e", "6a80" },
	{ "8003005418 41047da00001 4210" CHALLENGE, "6985" },
	{ "8003001222 4120" CHALLENGE CHALLENGE, "6985" },
	{ "8003001312 4110" CHALLENGE, "6985" },
	{ "8003001312 4211" CHALLENGE, "6a80" },
	{ "80030014", "6985" },
	{ "800300150c 42047da00001 440101 450101", "6985" },
	{ "800300150c 42047da00002 440101 450101", "6986" },
	{ "8003001506 42047da00001", "6a80" },
	{ "800300160a 4108 0001020304050607", "6985" },
	{ "80030017", "6985" },
};

static void set_up_keys(struct se050_fixture *f)
{
	se_select(f);
	assert_apdu(f, "8001030018 41047da00001 4310" AES_KEY, "9000");
	assert_apdu(f, "8001030023 1109 08 00000000 13140000 41047da00002 4310" AES_KEY, "9000");
	assert_apdu(f, "8001050018 41047da00003 4310" AES_KEY, "9000");
}

/* With the feature the commands are there, but nobody simulates them: 6985, and none has a function. */
static void parts_that_have_it_refuse_it_all_the_same(void **state)
{
	static const char *const parts[] = { "se050c", "se050d", "se050e" };

	(void)state;
	for (size_t p = 0; p < sizeof(parts) / sizeof(parts[0]); p++) {
		struct se050_fixture *f = se_new(parts[p]);

		set_up_keys(f);
		for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
			assert_apdu(f, commands[i].command, commands[i].status);
		se_free(f);
	}
	for (size_t i = 0; i < family_desfire.n; i++)
		assert_null(family_desfire.commands[i].run);
}

/* AppletConfig bit 0800; the feature is looked at before everything else. */
static void parts_without_it_refuse_it(void **state)
{
	static const char *const parts[] = { "se050a", "se050b" };

	(void)state;
	for (size_t p = 0; p < sizeof(parts) / sizeof(parts[0]); p++) {
		struct se050_fixture *f = se_new(parts[p]);

		set_up_keys(f);
		for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
			assert_apdu(f, commands[i].command, "6985");
		se_free(f);
	}
}

/* Of SE051H alone: no other part knows the P2, the context, or the application. */
static void no_part_here_has_pake_or_a_type_4_tag(void **state)
{
	static const char *const parts[] = { "se050c", "se050e", "se051c" };

	(void)state;
	for (size_t p = 0; p < sizeof(parts) / sizeof(parts[0]); p++) {
		struct se050_fixture *f = se_new(parts[p]);

		se_select(f);
		assert_apdu(f, "8003122607 42020001 430101", "6a86");
		assert_apdu(f, "8003123604 42020001", "6a86");
		assert_apdu(f, "8003124004 42020001", "6a86");
		assert_apdu(f, "8003120304 42020001", "6a86");
		assert_apdu(f, "800110000a 42020001 420105 430101", "6a80");
		assert_apdu(f, "800110000a 41020001 420105 430101", "6985");
		assert_apdu(f, "00a4040007 d2760000850101 00", "6a82");
		se_free(f);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(parts_that_have_it_refuse_it_all_the_same),
		cmocka_unit_test(parts_without_it_refuse_it),
		cmocka_unit_test(no_part_here_has_pake_or_a_type_4_tag),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
