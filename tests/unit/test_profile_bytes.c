/*
 * tests/unit/test_profile_bytes.c: the built-in profiles say what they said when they were tables in C: digests of both
 * that were taken before these were given up. State files and recordings of parts depend on it.
 */
#include <stdio.h>
#include <string.h>

#include "cmocka_all.h"
#include "hash.h"
#include "hex.h"
#include "profiles.h"

enum {
	RSA_PAIR_CRT = 0x05,
};

static void add_number(struct sha256 *hash, uint32_t number)
{
	uint8_t bytes[4];

	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (uint8_t)(number >> (8 * i));
	sha256_update(hash, bytes, sizeof(bytes));
}

static void add_atecc(struct sha256 *hash, const struct profile_atecc *atecc)
{
	sha256_update(hash, atecc->config, sizeof(atecc->config));
	sha256_update(hash, atecc->otp, sizeof(atecc->otp));
	add_number(hash, atecc->fill);
}

/* All but what it holds. Which RSA key: modulo how many of that size the pool has. */
static void add_object(struct sha256 *hash, const struct profile_se050_object *object)
{
	add_number(hash, object->id);
	add_number(hash, object->class);
	add_number(hash, object->detail);
	add_number(hash, object->size);
	add_number(hash, object->authenticates);
	add_number(hash, object->origin);
	add_number(hash, object->tag_len);
	add_number(hash, (uint32_t)object->policy_len);
	sha256_update(hash, object->policy, object->policy_len);
	if (object->class == RSA_PAIR_CRT)
		add_number(hash, object->rsa_pool % (object->size == 256 ? 8 : 4));
}

static void add_se050(struct sha256 *hash, const struct profile_se050 *se050)
{
	sha256_update(hash, se050->unique_id, sizeof(se050->unique_id));
	sha256_update(hash, se050->version, sizeof(se050->version));
	add_number(hash, se050->applet_config);
	add_number(hash, se050->secure_box);
	sha256_update(hash, se050->build, sizeof(se050->build));
	add_number(hash, se050->fips);
	add_number(hash, se050->platform_scp);
	add_number(hash, se050->deep_power_down);
	add_number(hash, se050->refuses_factory_reset);
	for (size_t i = 0; i < se050->n_oefs; i++) {
		add_number(hash, se050->oefs[i].id);
		add_number(hash, se050->oefs[i].before);
		sha256_update(hash, se050->oefs[i].keys, sizeof(se050->oefs[i].keys));
	}
	for (size_t i = 0; i < se050->n_objects; i++)
		add_object(hash, &se050->objects[i]);
}

static void built_in_profiles_say_what_they_said_as_tables(void **state)
{
	static const struct {
		const char *name, *digest;
	} rows[] = {
		{ "atecc508a", "ede4b77ffaa32ce88288a558cfbfe2b6e949f22ef0d7b5b341ac827af078a688" },
		{ "atecc608a", "bcb1f1e7ba7b3246f2ad981ddc21560cdbaa402216e40fbf43796dc43874c982" },
		{ "atecc608b", "2210db8209979edcc0ece0300b0ce8ba2770194a59e7dc9b1bf7632a36260cf0" },
		{ "se050a", "2ecb6ae31342081cece17d5a7a4fd7592811c2808b799f11ebdc4ba4f9f81515" },
		{ "se050b", "70e97b51463ba71d992e52709b2975868da2608705c14b83233767b4b3208860" },
		{ "se050c", "5f11104a75281744552622af7694ad1a7484a2836aa30f47180932c519d25f2f" },
		{ "se050d", "e45419d573f0af6fa3e2541191513b17ec411acd338c7b0050fe9179065cb78d" },
		{ "se050e", "ee2d89e37b30526c9596ca7e33d9592f7f38d792f3f41cf8d00eff5acc1f72fc" },
		{ "se050f", "4ff5b950ecb6a70f9b4b36fdfaf7dd2d7c801427218b4e31dd2eac2625fd256c" },
		{ "se050-dev", "f14e09290688b5a36d65a7083ff05bbe74e544cfa914a95dad184a2ecd9bf9b6" },
		{ "se051a", "9148857d0763ea616380c7a4572b17e23c04590dbd696dde0ca9fc33c5b3d9df" },
		{ "se051c", "d88d9cf35227b6346c7ac53d63caf1b6e034cd1496e9614ca5df0a94bd5b04fa" },
		{ "a5000", "74b7cba75e9bcca9794fa3530b698e3d3afe5102886f2da0ced35bc01ff262ea" },
		{ "se052", "cc9e439025927f7927bc45a7ad1dbda7e98cb42e713d46ce7237e3d5184fb6ff" },

	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char text[2 * SHA256_BYTES + 1];
		uint8_t digest[SHA256_BYTES];
		const struct profile *profile;
		struct sha256 hash;
		struct why why;

		assert_int_equal(profile_open(&profile, rows[i].name, strlen(rows[i].name), &why), 0);
		sha256_init(&hash);
		if (profile->atecc)
			add_atecc(&hash, profile->atecc);
		else
			add_se050(&hash, profile->se050);
		sha256_final(&hash, digest);
		hex_text(text, digest, sizeof(digest));
		if (strcmp(text, rows[i].digest) != 0)
			fail_msg("%s: %s", rows[i].name, text);
		profile_drop(profile);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(built_in_profiles_say_what_they_said_as_tables),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
