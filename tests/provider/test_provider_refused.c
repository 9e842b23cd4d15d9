/* tests/provider/test_provider_refused.c: what cannot be: each is said in words, nothing hangs, nothing is half done. */
#include <openssl/err.h>
#include <openssl/store.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "cmocka_all.h"
#include "program.h"
#include "provider_fixture.h"

#define SIM "sesim:link=sim:se050c;"

static void a_wrong_reference_is_refused_in_words(void **state)
{
	static const struct {
		const char *uri;
		const char *words;
	} rows[] = {
		{ "sesim:", "names neither key= nor slot= nor certificate=" },
		{ "sesim:link=sim:se050c", "names neither key= nor slot= nor certificate=" },
		{ SIM "key=", "key= takes an object of an SE05x in hex" },
		{ SIM "key=f00001000", "key= takes an object of an SE05x in hex" },
		{ SIM "key=zz", "not \"zz\"" },
		{ SIM "slot=16", "slot= takes a slot of an ATECC, 0 to 15" },
		{ SIM "slot=-1", "slot= takes a slot of an ATECC, 0 to 15" },
		{ SIM "slot=1x", "slot= takes a slot of an ATECC, 0 to 15" },
		{ SIM "slot=0;key=1", "key= and slot= are both there" },
		{ SIM "key=1;key=2", "key= is there twice" },
		{ SIM "key=1;address=78", "address= takes an I2C address in hex, 08 to 77" },
		{ SIM "key=1;address=7", "address= takes an I2C address in hex, 08 to 77" },
		{ SIM "key=1;colour=red", "\"colour\" is no attribute" },
		{ SIM "key", "key has no value" },
		{ SIM "key=1;scp03=00", "three keys of 32 hex digits" },
		{ SIM "key=1;allow-real-writes=maybe", "takes yes or no" },
		{ SIM "key=%4", "% in a reference" },
		{ SIM "key=%00", "% in a reference" },
		{ SIM "key=%1b", "% in a reference" },
		{ SIM "key=1\nslot=2", "without control characters, but has byte 0a" },
		{ "sesim:\033[31m=1", "without control characters, but has byte 1b" },
		{ SIM "key=1;certificate=device", "those of an ATECC" },
		{ SIM "slot=1;certificate=f0000101", "takes device or signer" },
		{ SIM "slot=1;scp03=00112233445566778899aabbccddeeff:00112233445566778899aabbccddeeff",
			"has no such channel" },
		{ "sesim:link=;key=1", "link= is empty" },
		{ "sesim:link=carrier-pigeon:7;key=1", "is no link, known are sim: unix: tcp: i2c:" },
		{ "sesim:link=sim:se050z;key=1", "se050z" },
		{ "sesim:link=i2c:dev;key=1", "as in i2c:/dev/i2c-1" },
		{ "sesim:link=i2c:/dev/null;key=1", "/dev/null is no I2C bus" },
		{ "sesim:link=i2c:/etc/passwd;key=1", "is no I2C bus" },
		{ "sesim:link=i2c:/dev/i2c-4711;key=1", "there is no /dev/i2c-4711" },
		{ "sesim:link=unix:nobody.sock;key=1", "nobody.sock: cannot connect" },
		{ "sesim:link=tcp:127.0.0.1:1;key=1", "127.0.0.1:1" },
	};
	static char longer[2000] = "sesim:link=sim:se050c;key=1;";

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_null(key_at(*state, rows[i].uri));
		assert_said_alone(rows[i].words);
	}
	memset(longer + strlen(longer), ';', sizeof(longer) - strlen(longer) - 1);
	assert_null(key_at(*state, longer));
	assert_said("at most 1023 characters");
	memset(longer + strlen("sesim:link="), 'x', 700);
	longer[800] = '\0';
	assert_null(key_at(*state, longer));
	assert_said("longer than 511 bytes");
}

static void a_key_that_is_not_there_is_refused_in_words(void **state)
{
	static const struct {
		const char *uri;
		const char *words;
	} rows[] = {
		{ SIM "key=12345678", "there is no object 12345678" },
		{ SIM "key=f0000101", "object f0000101 is no pair of private and public key" },
		{ SIM "key=7fff0206", "object 7fff0206 is no pair of private and public key" },
		{ SIM "address=49;key=f0000100", "the SE05x at 49 of sim:se050c: nothing answers there" },
		{ "sesim:link=sim:atecc608a;key=f0000100", "nothing answers there" },
		{ SIM "slot=0", "the ATECC at 60 of sim:se050c: nothing answers there" },
		{ "sesim:link=sim:atecc608a;slot=0", "slot 0 gives no public key: it holds no private key" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_null(key_at(*state, rows[i].uri));
		assert_said(rows[i].words);
	}
}

static void write_file(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
	fclose(file);
}

static void a_damaged_reference_pem_is_refused_in_words(void **state)
{
	static const struct {
		const char *text;
		const char *words;
	} rows[] = {
		{ "-----BEGIN SESIM KEY REFERENCE-----\n", "not followed by base64" },
		{ "-----BEGIN SESIM KEY REFERENCE-----\n!!!!\n-----END SESIM KEY REFERENCE-----\n",
			"not followed by base64" },
		{ "-----BEGIN SESIM KEY REFERENCE-----\nc2VzaW06\n", "not followed by base64" },
		{ "-----BEGIN SESIM KEY REFERENCE-----\nAAAA\n-----END SESIM KEY REFERENCE-----\n",
			"not followed by base64" },
		{ "-----BEGIN SESIM KEY REFERENCE-----\n-----END SESIM KEY REFERENCE-----\n",
			"a reference begins with sesim:" },
		/* "hello" */
		{ "-----BEGIN SESIM KEY REFERENCE-----\naGVsbG8=\n-----END SESIM KEY REFERENCE-----\n",
			"a reference begins with sesim:" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		write_file("key.pem", rows[i].text);
		assert_null(key_in_file(*state, "key.pem"));
		assert_said(rows[i].words);
	}
	write_reference("key.pem", "sesim:link=sim:se050c;certificate=f0000101");
	assert_null(key_in_file(*state, "key.pem"));
	assert_said("needs key= or slot=");
	write_reference("key.pem", SIM "key=12345678");
	assert_null(key_in_file(*state, "key.pem"));
	assert_said("there is no object 12345678");
}

static bool signs(const struct provider_fixture *f, EVP_PKEY *key)
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	uint8_t signature[600];
	size_t len = sizeof(signature);
	int rc = EVP_DigestSignInit_ex(ctx, NULL, "SHA256", f->lib, NULL, key, NULL);

	if (rc == 1)
		rc = EVP_DigestSign(ctx, signature, &len, (const uint8_t *)"x", 1);
	EVP_MD_CTX_free(ctx);
	return rc == 1;
}

/* Attestation keys may attest, and nothing else (AN12436 table 15). */
static void a_key_whose_policy_forbids_it_does_not_sign(void **state)
{
	static const char *const uris[] = { SIM "key=f0000012", SIM "key=f0000010" };

	for (size_t i = 0; i < 2; i++) {
		EVP_PKEY *key = good_key(*state, uris[i]);

		assert_false(signs(*state, key));
		assert_said("refused with status 6986: the object's policy does not allow it");
		EVP_PKEY_free(key);
	}
}

static void start_server(int *pid)
{
	char ready[256];

	*pid = program_start(
		"serve --chip se050c,state=se.nvm --clock instant --listen unix:se.sock --ready-fd 3", ready,
		sizeof(ready));
	assert_string_equal(ready, "unix:se.sock");
}

/* A server that is started anew is found again; without one, signing fails in words. */
static void a_lost_link_is_said_and_found_again(void **state)
{
	EVP_PKEY *key;
	int pid;

	start_server(&pid);
	key = good_key(*state, "sesim:link=unix:se.sock;key=f0000100");
	assert_true(signs(*state, key));
	assert_int_equal(program_end(pid, SIGTERM), 0);
	assert_false(signs(*state, key));
	assert_said("unix:se.sock");
	assert_false(signs(*state, key));
	assert_said("cannot connect");
	start_server(&pid);
	assert_true(signs(*state, key));
	assert_int_equal(program_end(pid, SIGTERM), 0);
	start_server(&pid);
	assert_true(signs(*state, key)); /* it was not looked at meanwhile */
	assert_int_equal(program_end(pid, SIGTERM), 0);
	EVP_PKEY_free(key);
}

/* Two programs on one part: each finds the conversation broken off by the other, and begins anew. */
static void two_programs_share_a_part(void **state)
{
	const struct provider_fixture *f = *state;
	struct provider_fixture *other;
	void *others;
	EVP_PKEY *key, *theirs;
	char uri[256], here[128];
	int pid;

	start_server(&pid);
	assert_non_null(getcwd(here, sizeof(here)));
	snprintf(uri, sizeof(uri), "sesim:link=unix:%s/se.sock;key=f0000100", here);
	key = good_key(f, uri);
	assert_int_equal(provider_setup(&others), 0);
	other = others;
	theirs = good_key(other, uri);
	for (int i = 0; i < 5; i++) {
		assert_true(signs(f, key));
		assert_true(signs(other, theirs));
	}
	EVP_PKEY_free(theirs);
	provider_teardown(&others);
	EVP_PKEY_free(key);
	assert_int_equal(chdir(here), 0);
	assert_int_equal(program_end(pid, SIGTERM), 0);
}

/* A daemon forks after it read its keys; parent and child go on, each on a link of its own. */
static void a_forked_child_has_a_link_of_its_own(void **state)
{
	EVP_PKEY *key;
	int server, status;
	pid_t child;

	start_server(&server);
	key = good_key(*state, "sesim:link=unix:se.sock;key=f0000100");
	child = fork();
	if (child == 0) {
		bool good = true;

		for (int i = 0; i < 5; i++)
			good = signs(*state, key) && good;
		_exit(good ? 0 : 1);
	}
	for (int i = 0; i < 5; i++)
		assert_true(signs(*state, key));
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	assert_true(signs(*state, key));
	assert_int_equal(program_end(server, SIGTERM), 0);
	EVP_PKEY_free(key);
}

/* Somebody who takes the connection and says nothing. */
static void a_silent_server_is_not_waited_for_for_ever(void **state)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX, .sun_path = "mute.sock" };
	int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
	struct timespec began, ended;

	assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof(address)), 0);
	assert_int_equal(listen(fd, 1), 0);
	clock_gettime(CLOCK_MONOTONIC, &began);
	assert_null(key_at(*state, "sesim:link=unix:mute.sock;key=f0000100"));
	clock_gettime(CLOCK_MONOTONIC, &ended);
	assert_said("mute.sock");
	assert_true(ended.tv_sec - began.tv_sec < 30);
	close(fd);
}

static void a_new_key_is_not_written_to_what_may_be_real(void **state)
{
	const struct provider_fixture *f = *state;
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(f->lib, "EC", "provider=sesim-provider");
	EVP_PKEY *key = NULL;

	assert_int_equal(EVP_PKEY_keygen_init(ctx), 1);
	assert_int_not_equal(EVP_PKEY_generate(ctx, &key), 1);
	assert_said("a new key needs a place");
	assert_int_not_equal(EVP_PKEY_CTX_ctrl_str(ctx, "reference", "sesim:certificate=f0000101"), 1);
	assert_said("a new key needs its place");
	assert_int_not_equal(EVP_PKEY_CTX_ctrl_str(ctx, "group", "P-0"), 1);
	assert_said("there is no curve P-0");
	EVP_PKEY_CTX_free(ctx);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define ROW(test) cmocka_unit_test_setup_teardown(test, provider_setup, provider_teardown)
		ROW(a_wrong_reference_is_refused_in_words),
		ROW(a_key_that_is_not_there_is_refused_in_words),
		ROW(a_damaged_reference_pem_is_refused_in_words),
		ROW(a_key_whose_policy_forbids_it_does_not_sign),
		ROW(a_lost_link_is_said_and_found_again),
		ROW(two_programs_share_a_part),
		ROW(a_forked_child_has_a_link_of_its_own),
		ROW(a_silent_server_is_not_waited_for_for_ever),
		ROW(a_new_key_is_not_written_to_what_may_be_real),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
