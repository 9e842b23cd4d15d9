/*
 * tests/unit/test_atecc_attempts.c: nobody gets an attempt at a limited key back by cutting the power or killing
 * the process.
 *
 * The engine's calls that take a key are behind a seam (--wrap), so the tests see the moment at which a
 * command begins to use a secret.
 */
#include "powered.h"

#include "cmocka_all.h"

#include <openssl/crypto.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "crypto.h"
#include "hash.h"

enum {
	LIMIT = 6, /* uses of the limited keys */
	NEVER = 1000,
};

/* Who watches the secrets being used; the wrapped functions have no other way to know. */
struct watch {
	struct powered *p;
	struct flash *flash;
	bool watching; /* a limited command is under way */
	bool used;     /* and has begun to use its key */
	size_t uses;   /* seen while there was power */
	size_t cut_at; /* the moment of the attempt at which power goes; NEVER: when the key is first used */
	size_t moments;
	bool dead;
	size_t way;
	struct flash after; /* dead: what is left */
	bool kill;          /* end the process at the first use */
};

static struct watch *watch;

static void power_goes(void)
{
	flash_clone(&watch->after, watch->flash);
	flash_crash(&watch->after, watch->way, POWERED_EXHAUSTIVE);
	watch->dead = true;
}

static void assert_durable(const struct flash *flash, const struct atecc_nv *nv)
{
	struct atecc_nv found;
	struct flash copy;

	flash_clone(&copy, flash);
	flash_crash(&copy, 0, 0);
	found = nv_on(&copy);
	flash_free(&copy);
	assert_memory_equal(&found, nv, sizeof(found));
}

static void secret_is_used(void)
{
	if (!watch || !watch->watching || watch->used || watch->dead)
		return;
	watch->used = true;
	if (watch->kill)
		raise(SIGKILL);
	if (!watch->flash)
		return;
	watch->uses++;
	assert_durable(watch->flash, &watch->p->f->chip->nv);
	if (watch->cut_at == NEVER)
		power_goes();
}

#define SEAM(type, gives, name, parameters, arguments) \
	type __real_##name parameters;                 \
	type __wrap_##name parameters;                 \
	type __wrap_##name parameters                  \
	{                                              \
		secret_is_used();                      \
		gives __real_##name arguments;         \
	}

SEAM(void, , sha256_init, (struct sha256 * hash), (hash))
SEAM(void, , sha256_bytes, (const void *bytes, size_t len, uint8_t digest[SHA256_BYTES]),
	(bytes, len, digest))
SEAM(void, , hmac_sha256_init, (struct hmac_sha256 * hmac, const void *key, size_t len), (hmac, key, len))
SEAM(int, return, crypto_p256_sign,
	(struct crypto * crypto, struct rng_stream *stream, const uint8_t d[P256_BYTES],
		const uint8_t digest[32], uint8_t signature[P256_SIGNATURE]),
	(crypto, stream, d, digest, signature))
SEAM(int, return, crypto_p256_verify,
	(struct crypto * crypto, const uint8_t point[P256_POINT], const uint8_t digest[32],
		const uint8_t signature[P256_SIGNATURE]),
	(crypto, point, digest, signature))
SEAM(int, return, crypto_p256_ecdh,
	(struct crypto * crypto, struct rng_stream *stream, const uint8_t d[P256_BYTES],
		const uint8_t peer[P256_POINT], uint8_t x[P256_BYTES]),
	(crypto, stream, d, peer, x))
SEAM(int, return, crypto_aes128_encrypt,
	(struct crypto * crypto, const uint8_t key[AES128_KEY], const uint8_t in[AES_BLOCK],
		uint8_t out[AES_BLOCK]),
	(crypto, key, in, out))
SEAM(int, return, CRYPTO_memcmp, (const void *a, const void *b, size_t len), (a, b, len))

static void moment_of_an_attempt(struct flash *flash, enum flash_op op, bool after, void *context)
{
	(void)flash;
	(void)op;
	(void)after;
	(void)context;
	if (watch->watching && !watch->dead && watch->moments++ == watch->cut_at)
		power_goes();
}

/* Commands that use a limited key, with what comes before. */
static const struct attempt {
	const char *name;
	const char *before; /* NULL: nothing */
	const char *command;
} attempts_608[] = {
	{ "CheckMac", NULL, "28 00 0400 c1*32 00*32 00*13" },
	{ "MAC", NULL, "08 00 0400 c1*32" },
	{ "GenDig", "16 03 0000 c3*32", "15 02 0400 00*4" },
	{ "HMAC start", NULL, "47 04 0400" },
	{ "Sign", "16 03 0000 c3*32", "41 80 0000" },
	{ "AES", NULL, "51 00 0300 c2*16" },
	{ "KDF HKDF", NULL, "56 52 0400 02000010 c5*16" },
	{ "DeriveKey", "16 03 0000 c3*32", "1c 04 0100 00*32" },
	{ "ECDH", NULL, "43 00 0200 %64" },
	{ "Verify", "16 03 0000 c3*32", "45 00 0b00 01*64" },
};

/* A 508A counts slot 15 in LastKeyUse. */
static const struct attempt attempts_508[] = {
	{ "CheckMac", NULL, "28 00 0f00 c1*32 00*32 00*13" },
	{ "MAC", NULL, "08 00 0f00 c1*32" },
};

enum {
	N_608 = sizeof(attempts_608) / sizeof(attempts_608[0]),
	N_508 = sizeof(attempts_508) / sizeof(attempts_508[0]),
};

/* The slots those use, all limited to LIMIT uses together. */
static void limit_keys(struct atecc_fixture *f)
{
	static const unsigned int slots[] = { 0, 2, 3, 4, 11 };

	for (size_t i = 0; i < sizeof(slots) / sizeof(slots[0]); i++)
		f->chip->nv.config[CONFIG_SLOT_CONFIG + 2 * slots[i]] |= 0x20;
	set_slot_config(f, 2, 0x20a7); /* ECDH, and in the clear */
	set_slot_config(f, 4, 0x0faf);
	set_slot_config(f, 1, 0xb4af); /* DeriveKey from slot 4, authorised by it */
	set_key_config(f, 1, 0x003c);
	set_key_config(f, 3, 0x0018); /* AES */
	set_key_config(f, 4, 0x003c);
	set_key_config(f, 0, 0x0033);
	set_key_config(f, 2, 0x0033);
	set_slot(f, 10, "%d %d", LIMIT, LIMIT);
	set_counter(f, 0, 0);
}

static void limit_last_key_use(struct atecc_fixture *f)
{
	set_slot_config(f, 15, 0x0faf);
	set_config(f, CONFIG_USE_LOCK, "00*15 3f"); /* LIMIT bits */
}

/* True if the chip let the key be used. */
static bool attempt(struct powered *p, const struct attempt *a)
{
	struct host_key peer = fixture_key(9);
	struct bytes answer;

	if (a->before)
		assert_status(p->f, ATCA_SUCCESS, a->before);
	watch->used = false;
	watch->moments = 0;
	watch->watching = true;
	answer = run(p->f, a->command, peer.point);
	watch->watching = false;
	if (!watch->used && !watch->dead)
		assert_true(answer.len == 1 && answer.at[0] == ATCA_EXECUTION_ERROR);
	return watch->used;
}

/* The use is durable before it begins, for every command. */
static void use_up(struct atecc_fixture *f, const struct attempt *attempts, size_t n_attempts)
{
	for (size_t i = 0; i < n_attempts; i++) {
		struct flash flash;
		struct powered p = { .f = second_fixture(f) };
		struct watch w = { .p = &p, .flash = &flash, .cut_at = SIZE_MAX };

		flash_init(&flash, 1);
		make_file(f, &flash.io, powered_path);
		power_up(&p, &flash.io, powered_path);
		watch = &w;
		for (uint32_t n = 1; n <= LIMIT; n++) {
			if (!attempt(&p, &attempts[i]))
				fail_msg("%s: the chip refuses use %u", attempts[i].name, n);
		}
		assert_false(attempt(&p, &attempts[i]));
		assert_int_equal(w.uses, LIMIT);
		watch = NULL;
		power_down(&p);
		second_free(p.f);
		flash_free(&flash);
	}
}

static void a_use_is_durable_before_the_key_is_touched(void **state)
{
	limit_keys(*state);
	use_up(*state, attempts_608, N_608);
}

static void a_use_of_a_508as_slot_15_is_durable_before_the_key_is_touched(void **state)
{
	limit_last_key_use(*state);
	use_up(*state, attempts_508, N_508);
}

/*
 * Somebody cuts the power in each attempt, always at the same moment, in the hope that the use is not counted. He
 * sees the key used at most LIMIT times, and where the cut falls behind the commit exactly so often.
 */
static void cut_every_attempt(struct atecc_fixture *f, const struct attempt *attempts, size_t n_attempts)
{
	size_t spent = 0;

	for (size_t i = 0; i < n_attempts; i++) {
		for (size_t way = 0; way < 2; way++) {
			for (size_t cut_at = 0; cut_at <= 8; cut_at++) {
				struct flash flash;
				struct powered p = { .f = second_fixture(f) };
				struct watch w = { .p = &p, .flash = &flash, .way = way };

				w.cut_at = cut_at == 8 ? NEVER : cut_at;
				flash_init(&flash, 1);
				make_file(f, &flash.io, powered_path);
				watch = &w;
				for (size_t n = 0; n < 3 * LIMIT; n++) {
					power_up(&p, &flash.io, powered_path);
					flash.moment = moment_of_an_attempt;
					attempt(&p, &attempts[i]);
					power_down(&p);
					flash.moment = NULL;
					if (!w.dead)
						continue;
					flash_free(&flash);
					flash_clone(&flash, &w.after);
					flash_free(&w.after);
					w.dead = false;
				}
				assert_true(w.uses <= LIMIT);
				spent += w.uses == LIMIT;
				if (w.cut_at == NEVER)
					assert_int_equal(w.uses, LIMIT);
				watch = NULL;
				second_free(p.f);
				flash_free(&flash);
			}
		}
	}
	assert_true(spent > n_attempts * 2);
}

static void cutting_the_power_buys_no_further_attempt(void **state)
{
	limit_keys(*state);
	cut_every_attempt(*state, attempts_608, N_608);
}

static void cutting_a_508as_power_buys_no_further_attempt(void **state)
{
	limit_last_key_use(*state);
	cut_every_attempt(*state, attempts_508, N_508);
}

/* A real process, killed between consume and the answer. */
static void killing_the_process_buys_no_further_attempt(void **state)
{
	struct atecc_fixture *f = *state;
	const char *tmp = getenv("TMPDIR");
	char folder[64], file[80];
	struct powered p = { .f = f };

	snprintf(folder, sizeof(folder), "%.30s/sesim-atecc-XXXXXX", tmp ? tmp : "/tmp");
	assert_non_null(mkdtemp(folder));
	snprintf(file, sizeof(file), "%s/chip.nvm", folder);
	limit_keys(f);
	for (size_t i = 0; i < N_608; i++) {
		size_t killed = 0;

		limit_keys(f);
		make_file(f, &store_io_files, file);
		for (uint32_t n = 1; n <= LIMIT + 2; n++) {
			int status;
			pid_t child = fork();

			if (child == 0) {
				struct watch w = { .p = &p, .kill = true };

				watch = &w;
				power_up(&p, &store_io_files, file);
				attempt(&p, &attempts_608[i]);
				_exit(w.used ? 1 : 0);
			}
			assert_int_equal(waitpid(child, &status, 0), child);
			if (n <= LIMIT) {
				assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
				killed++;
			} else {
				assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
			}
			power_up(&p, &store_io_files, file);
			assert_int_equal(get_counter(f, 0), killed);
			power_down(&p);
		}
		unlink(file);
	}
	rmdir(folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON(locked_608a, a_use_is_durable_before_the_key_is_touched),
		ON(locked_608a, cutting_the_power_buys_no_further_attempt),
		ON(locked_508a, a_use_of_a_508as_slot_15_is_durable_before_the_key_is_touched),
		ON(locked_508a, cutting_a_508as_power_buys_no_further_attempt),
		ON(locked_608a, killing_the_process_buys_no_further_attempt),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
