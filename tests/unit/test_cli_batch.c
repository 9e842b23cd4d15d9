/* tests/unit/test_cli_batch.c: sesim chip batch, by the real program. */
#include <dirent.h>
#include <fcntl.h>
#include <ftw.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli_fixture.h"
#include "cmocka_all.h"
#include "jws_check.h"

enum {
	PATH_LEN = 256,
};

static void write_file(const struct cli_fixture *f, const char *name, const char *text)
{
	char path[PATH_LEN];
	FILE *out;

	path_in(f, path, sizeof(path), name);
	out = fopen(path, "w");
	assert_non_null(out);
	fputs(text, out);
	assert_int_equal(fclose(out), 0);
}

/* A whole file as text, to be freed. */
static char *contents(const struct cli_fixture *f, const char *name, size_t *len)
{
	char path[PATH_LEN], *text;
	struct stat st;
	int fd;

	path_in(f, path, sizeof(path), name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		print_error("%s is not there\n", path);
	assert_true(fd >= 0);
	assert_int_equal(fstat(fd, &st), 0);
	text = malloc((size_t)st.st_size + 1);
	assert_non_null(text);
	assert_int_equal(read(fd, text, (size_t)st.st_size), st.st_size);
	text[st.st_size] = '\0';
	close(fd);
	if (len)
		*len = (size_t)st.st_size;
	return text;
}

static int setup(void **state)
{
	int rc = cli_setup(state);

	write_file(*state, "k", "0123456789abcdef0123456789abcdef\n");
	write_file(*state, "k2", "another secret, long enough\n");
	return rc;
}

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *at)
{
	(void)st;
	(void)kind;
	(void)at;
	return remove(path);
}

static int teardown(void **state)
{
	struct cli_fixture *f = *state;

	nftw(f->folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
	free(f);
	return 0;
}

static bool is_there(const struct cli_fixture *f, const char *name)
{
	char path[PATH_LEN];

	path_in(f, path, sizeof(path), name);
	return access(path, F_OK) == 0;
}

/* How many files a folder has. */
static size_t files_in(const struct cli_fixture *f, const char *name)
{
	char path[PATH_LEN];
	size_t n = 0;
	DIR *folder;

	path_in(f, path, sizeof(path), name);
	folder = opendir(path);
	assert_non_null(folder);
	while (readdir(folder))
		n++;
	closedir(folder);
	return n - 2;
}

/* Every file of one folder is in the other, with the same bytes; there are as many there. */
static void assert_same_folders(const struct cli_fixture *f, const char *a, const char *b)
{
	char path[PATH_LEN], name_a[PATH_LEN + 64], name_b[PATH_LEN + 64];
	const struct dirent *entry;
	DIR *folder;

	assert_int_equal(files_in(f, a), files_in(f, b));
	path_in(f, path, sizeof(path), a);
	folder = opendir(path);
	assert_non_null(folder);
	while ((entry = readdir(folder))) {
		size_t len_a, len_b;
		char *bytes_a, *bytes_b;

		if (entry->d_name[0] == '.')
			continue;
		snprintf(name_a, sizeof(name_a), "%s/%.60s", a, entry->d_name);
		snprintf(name_b, sizeof(name_b), "%s/%.60s", b, entry->d_name);
		bytes_a = contents(f, name_a, &len_a);
		bytes_b = contents(f, name_b, &len_b);
		assert_int_equal(len_a, len_b);
		assert_memory_equal(bytes_a, bytes_b, len_a);
		free(bytes_a);
		free(bytes_b);
	}
	closedir(folder);
}

static char *manifest_in(const struct cli_fixture *f, const char *folder)
{
	char name[PATH_LEN], *text;

	snprintf(name, sizeof(name), "%s/manifest.json", folder);
	text = contents(f, name, NULL);
	assert_true(json_valid(text));
	return text;
}

static void assert_at(const char *json, const char *path, const char *value)
{
	char text[512];

	json_at(json, path, text, sizeof(text));
	assert_string_equal(text, value);
}

static void a_reel_has_a_state_file_for_every_number(void **state)
{
	struct cli_fixture *f = *state;
	char *manifest;

	sesim_good(f, "chip batch atecc608a %/reel --count 40 --first 5 --batch %/k");
	assert_non_null(strstr(f->result.out, ": 40 parts of atecc608a, batch "));
	assert_int_equal(files_in(f, "reel"), 41);
	manifest = manifest_in(f, "reel");
	assert_at(manifest, "schema", "1");
	assert_at(manifest, "simulated", "true");
	assert_at(manifest, "profile", "atecc608a");
	assert_int_equal(json_count(manifest, "parts"), 40);
	assert_at(manifest, "parts[0].serial", "0123000000000005ee");
	assert_at(manifest, "parts[39].serial", "012300000000002cee");
	assert_at(manifest, "parts[39].state_file", "012300000000002cee.nvm");
	free(manifest);
	sesim_json(f, "chip show %/reel/012300000000002cee.nvm --json");
	assert_json(f, "serial", "012300000000002cee");
}

/* A part that is sold empty. */
static void a_blank_part_has_no_certificates_and_the_reel_says_so(void **state)
{
	struct cli_fixture *f = *state;
	char *manifest;

	sesim_good(f, "chip batch atecc508a %/reel --count 1 --batch %/k");
	assert_non_null(strstr(f->result.out, "the factory puts no certificate into an atecc508a: the "
					      "manifest tells serial numbers alone\n"));
	assert_int_equal(files_in(f, "reel"), 2);
	manifest = manifest_in(f, "reel");
	assert_int_equal(json_count(manifest, "parts[0].certificates"), 0);
	assert_int_equal(json_count(manifest, "parts[0].public_keys"), 0);
	free(manifest);
}

static void what_was_made_is_told_to_machines_too(void **state)
{
	struct cli_fixture *f = *state;
	char *manifest, batch[64];

	sesim_json(f, "chip batch se050e %/reel --count 3 --batch %/k --json");
	assert_json(f, "parts", "3");
	assert_json(f, "first", "1");
	assert_json(f, "profile", "se050e");
	assert_json(f, "simulated", "true");
	json_at(f->result.out, "batch", batch, sizeof(batch));
	assert_int_equal(strlen(batch), 32);
	manifest = manifest_in(f, "reel");
	assert_at(manifest, "batch", batch);
	assert_at(manifest, "parts[2].serial", "040050010000000000000000000000000003");
	free(manifest);
}

static void the_outcome_does_not_depend_on_the_number_of_workers(void **state)
{
	struct cli_fixture *f = *state;

	sesim_good(f, "chip batch se050e %/one --count 70 --batch %/k --jobs 1");
	sesim_good(f, "chip batch se050e %/two --count 70 --batch %/k --jobs 2");
	sesim_good(f, "chip batch se050e %/many --count 70 --batch %/k --jobs 7");
	assert_same_folders(f, "one", "two");
	assert_same_folders(f, "one", "many");
	sesim_good(f, "chip batch atecc608a-tngtls %/t1 --count 20 --batch %/k --jobs 1");
	sesim_good(f, "chip batch atecc608a-tngtls %/t3 --count 20 --batch %/k --jobs 3");
	assert_same_folders(f, "t1", "t3");
}

/* And none of another: neither its identifier nor the ids of its files. */
static void another_key_file_is_another_batch(void **state)
{
	struct cli_fixture *f = *state;
	char *a, *b, id_a[64], id_b[64];
	size_t len_a, len_b;

	sesim_good(f, "chip batch atecc608b %/a --count 1 --batch %/k");
	sesim_good(f, "chip batch atecc608b %/b --count 1 --batch %/k2");
	a = manifest_in(f, "a");
	b = manifest_in(f, "b");
	json_at(a, "batch", id_a, sizeof(id_a));
	json_at(b, "batch", id_b, sizeof(id_b));
	assert_string_not_equal(id_a, id_b);
	free(a);
	free(b);
	a = contents(f, "a/0123000000000001ee.nvm", &len_a);
	b = contents(f, "b/0123000000000001ee.nvm", &len_b);
	assert_int_equal(len_a, len_b);
	assert_memory_not_equal(a, b, len_a);
	free(a);
	free(b);
}

static void a_wrong_order_is_one_sentence_and_makes_nothing(void **state)
{
	struct cli_fixture *f = *state;

	write_file(f, "short", "0123456789abcde\n");
	sesim_refuses(f, "chip batch atecc608a %/r --batch %/k", "--count N is missing");
	sesim_refuses(f, "chip batch atecc608a %/r --count 0 --batch %/k", "from 1 to 1000000, not \"0\"");
	sesim_refuses(f, "chip batch atecc608a %/r --count 1000001 --batch %/k", "from 1 to 1000000");
	sesim_refuses(f, "chip batch atecc608a %/r --count -1 --batch %/k", "from 1 to 1000000");
	sesim_refuses(f, "chip batch atecc608a %/r --count 1", "openssl rand -hex 32 >KEYFILE");
	sesim_refuses(f, "chip batch atecc608a %/r --count 1 --batch %/none", "No such file");
	sesim_refuses(f, "chip batch atecc608a %/r --count 1 --batch %/short", "openssl rand -hex 32 >");
	sesim_refuses(f, "chip batch atecc608a %/r --count 1 --batch %/k --jobs 0", "--jobs takes a number");
	sesim_refuses(f, "chip batch atecc608a %/r --count 2 --batch %/k --first 281474976710655",
		"serial numbers end at 2^48 - 1");
	sesim_refuses(f, "chip batch atecc608a,serial=0123000000000001ee %/r --count 1 --batch %/k",
		"leave out serial=");
	sesim_refuses(f, "chip batch atecc608a,state=x %/r --count 1 --batch %/k", "leave out state=");
	sesim_refuses(f, "chip batch se050c %/r --count 1 --batch %/k --rsa mine", "rsa=pool");
	sesim_refuses(f, "chip batch atecc608a %/r --count 1 --batch %/k --rsa own", "rsa= is not for");
	sesim_refuses(f, "chip batch atecc608a-tngtls %/r --count 1 --batch %/k --names own", "names=sesim");
	sesim_refuses(f, "chip batch se050e,batch=x %/r --count 1 --batch %/k", "given twice");
	sesim_refuses(f, "chip batch atecc608 %/r --count 1 --batch %/k", "did you mean atecc608a?");
	sesim_refuses(f, "chip batch atecc608a --count 1 --batch %/k", "usage: sesim chip batch");
	assert_false(is_there(f, "r"));
}

static void a_folder_with_anything_in_it_is_refused_and_left_alone(void **state)
{
	struct cli_fixture *f = *state;
	char path[PATH_LEN];

	sesim_refuses(f, "chip batch atecc608a % --count 1 --batch %/k", "is not empty");
	sesim_refuses(f, "chip batch atecc608a %/k --count 1 --batch %/k", "Not a directory");
	sesim_refuses(f, "chip batch atecc608a %/no/reel --count 1 --batch %/k", "cannot make the folder");
	assert_int_equal(files_in(f, "."), 2);
	path_in(f, path, sizeof(path), "empty");
	assert_int_equal(mkdir(path, 0700), 0);
	sesim_good(f, "chip batch atecc608a %/empty --count 1 --batch %/k");
	sesim_refuses(f, "chip batch atecc608a %/empty --count 1 --batch %/k", "is not empty");
}

static X509 *certificate_of_base64(const char *text)
{
	unsigned char der[2048];
	const unsigned char *at = der;
	int len = EVP_DecodeBlock(der, (const unsigned char *)text, (int)strlen(text));
	X509 *certificate;

	assert_true(len > 0);
	certificate = d2i_X509(NULL, &at, len);
	assert_non_null(certificate);
	return certificate;
}

/* A PEM text as JSON has it. To be freed. */
static X509 *certificate_at(const char *json, const char *path)
{
	char text[4096], pem[4096];
	size_t n = 0;

	json_at(json, path, text, sizeof(text));
	for (const char *at = text; *at; at++)
		if (at[0] == '\\' && at[1] == 'n') {
			pem[n++] = '\n';
			at++;
		} else {
			pem[n++] = *at;
		}
	pem[n] = '\0';
	return jws_certificate(pem);
}

/* With the other one trusted, whoever signed that. */
static void assert_signed_by(X509 *certificate, X509 *signer)
{
	X509_STORE *store = X509_STORE_new();
	X509_STORE_CTX *ctx = X509_STORE_CTX_new();

	assert_int_equal(X509_STORE_add_cert(store, signer), 1);
	assert_int_equal(X509_STORE_CTX_init(ctx, store, certificate, NULL), 1);
	X509_STORE_CTX_set_flags(ctx, X509_V_FLAG_PARTIAL_CHAIN);
	if (X509_verify_cert(ctx) != 1)
		fail_msg("%s", X509_verify_cert_error_string(X509_STORE_CTX_get_error(ctx)));
	X509_STORE_CTX_free(ctx);
	X509_STORE_free(store);
}

/* The public key in the nth JWK of a payload is the certificate's. */
static void assert_key_of(const char *payload, size_t nth, X509 *certificate)
{
	unsigned char point[65] = { 4 }, held[80];
	char path[64], text[64];
	size_t len = 0;

	for (size_t i = 0; i < 2; i++) {
		snprintf(path, sizeof(path), "publicKeySet.keys[%zu].%c", nth, i == 0 ? 'x' : 'y');
		json_at(payload, path, text, sizeof(text));
		assert_int_equal(jws_base64url(text, strlen(text), point + 1 + 32 * i, 32), 32);
	}
	assert_int_equal(EVP_PKEY_get_octet_string_param(X509_get0_pubkey(certificate),
				 OSSL_PKEY_PARAM_PUB_KEY, held, sizeof(held), &len),
		1);
	assert_int_equal(len, sizeof(point));
	assert_memory_equal(held, point, len);
}

/* Trust Platform Manifest File Format; RFC 7515, 7517. */
static void a_trust_part_s_manifest_is_microchip_s_and_verifies(void **state)
{
	struct cli_fixture *f = *state;
	char *manifest, *pem, *payload, text[4096];
	X509 *log, *device, *signer;

	sesim_good(f, "chip batch atecc608a-tngtls %/reel --count 20 --batch %/k");
	assert_non_null(strstr(f->result.out, "manifest.json, microchip-manifest.json, authorities.pem\n"));
	manifest = contents(f, "reel/microchip-manifest.json", NULL);
	pem = contents(f, "reel/microchip-manifest.pem", NULL);
	assert_true(json_valid(manifest));
	assert_int_equal(json_count(manifest, ""), 20);
	log = jws_certificate(pem);
	for (size_t i = 0; i < 20; i++) {
		payload = jws_verified(manifest, i, log);
		assert_int_equal(json_count(payload, "publicKeySet.keys"), 5);
		assert_int_equal(json_count(payload, "publicKeySet.keys[0].x5c"), 2);
		json_at(payload, "publicKeySet.keys[0].x5c[0]", text, sizeof(text));
		device = certificate_of_base64(text);
		json_at(payload, "publicKeySet.keys[0].x5c[1]", text, sizeof(text));
		signer = certificate_of_base64(text);
		assert_signed_by(device, signer);
		assert_key_of(payload, 0, device);
		X509_free(device);
		X509_free(signer);
		free(payload);
	}
	X509_free(log);
	free(manifest);
	free(pem);
}

/* Ours has the same certificates, whole, beside the slots that hold them compressed. */
static void our_manifest_has_the_certificates_and_who_signed_them(void **state)
{
	struct cli_fixture *f = *state;
	X509 *device, *signer, *authority;
	unsigned char digest[EVP_MAX_MD_SIZE];
	char *manifest, hex[2 * EVP_MAX_MD_SIZE + 1];
	unsigned int len;

	sesim_good(f, "chip batch atecc608a-tngtls %/reel --count 2 --batch %/k");
	manifest = manifest_in(f, "reel");
	assert_int_equal(json_count(manifest, "parts[1].certificates"), 2);
	assert_int_equal(json_count(manifest, "parts[1].public_keys"), 5);
	assert_at(manifest, "parts[1].public_keys[0].slot", "0");
	assert_at(manifest, "parts[1].public_keys[0].algorithm", "P-256");
	device = certificate_at(manifest, "parts[1].certificates[1].pem");
	signer = certificate_at(manifest, "parts[1].certificates[0].pem");
	assert_signed_by(device, signer);
	assert_int_equal(X509_digest(device, EVP_sha256(), digest, &len), 1);
	for (size_t i = 0; i < len; i++)
		snprintf(hex + 2 * i, 3, "%02x", digest[i]);
	assert_at(manifest, "parts[1].certificates[1].sha256", hex);
	assert_int_equal(json_count(manifest, "authorities"), 2);
	authority = certificate_at(manifest, "authorities[1].pem");
	assert_int_equal(X509_cmp(authority, signer), 0);
	X509_free(device);
	X509_free(signer);
	X509_free(authority);
	free(manifest);
}

/* AN12436 table 15: keys and certificates of an SE050E. Every certificate leads to a root. */
static void an_se05x_s_reel_has_rows_and_pem_files(void **state)
{
	static const char uid[] = "040050010000000000000000000000000002";
	struct cli_fixture *f = *state;
	char *manifest, *rows, *pem, name[64], key_line[512];
	X509 *root, *signer, *certificate;

	sesim_good(f, "chip batch se050e %/reel --count 2 --batch %/k");
	assert_non_null(strstr(f->result.out, "manifest.json, devices.csv, authorities.pem\n"));
	manifest = manifest_in(f, "reel");
	assert_int_equal(json_count(manifest, "parts[1].certificates"), 5);
	assert_at(manifest, "parts[1].certificates[0].object", "f0000001");
	rows = contents(f, "reel/devices.csv", NULL);
	assert_ptr_equal(strstr(rows, "uid,object,name,sha256,certificate\n0400"), rows);
	snprintf(key_line, sizeof(key_line), "\n%s,f0000001,", uid);
	assert_non_null(strstr(rows, key_line));
	snprintf(name, sizeof(name), "reel/%s.pem", uid);
	pem = contents(f, name, NULL);
	assert_ptr_equal(strstr(pem, "# F0000001, object F0000001 of part 0400"), pem);
	certificate = jws_certificate(pem);
	free(pem);
	pem = contents(f, "reel/authorities.pem", NULL);
	root = jws_certificate(pem);
	signer = jws_certificate(strstr(pem, "-----END") + 8);
	assert_signed_by(certificate, signer);
	assert_signed_by(signer, root);
	assert_signed_by(root, root);
	X509_free(root);
	X509_free(signer);
	X509_free(certificate);
	free(pem);
	free(rows);
	free(manifest);
}

/* One at a time or many at once. */
static void a_part_is_the_same_in_a_reel_and_by_itself(void **state)
{
	struct cli_fixture *f = *state;
	size_t len_a, len_b;
	char *a, *b;

	sesim_good(f, "chip batch se050e %/reel --count 9 --batch %/k");
	sesim_good(f, "chip new se050e %/one.nvm --serial 9 --batch %/k");
	a = contents(f, "reel/040050010000000000000000000000000009.nvm", &len_a);
	b = contents(f, "one.nvm", &len_b);
	assert_int_equal(len_a, len_b);
	assert_memory_equal(a, b, len_a);
	free(a);
	free(b);
	sesim_good(f, "chip batch atecc608b-tngtls %/trust --count 1 --first 77 --batch %/k");
	sesim_good(f, "chip new atecc608b-tngtls %/two.nvm --serial 77 --batch %/k");
	a = contents(f, "trust/012300000000004d01.nvm", &len_a);
	b = contents(f, "two.nvm", &len_b);
	assert_int_equal(len_a, len_b);
	assert_memory_equal(a, b, len_a);
	free(a);
	free(b);
}

static size_t times(const char *text, const char *words)
{
	size_t n = 0;

	while ((text = strstr(text, words))) {
		text++;
		n++;
	}
	return n;
}

static void authorities_are_told_for_openssl_and_for_machines(void **state)
{
	struct cli_fixture *f = *state;
	char *public_one;
	X509 *root;

	sesim_good(f, "chip authority se050c");
	assert_int_equal(times(f->result.out, "-----BEGIN CERTIFICATE-----\n"), 10);
	assert_int_equal(times(f->result.out, ", SIMULATED: a root\n# signs "), 5);
	sesim_good(f, "chip authority se050e --root");
	assert_int_equal(times(f->result.out, "-----BEGIN CERTIFICATE-----\n"), 3);
	root = jws_certificate(f->result.out);
	assert_signed_by(root, root);
	assert_int_equal(X509_check_ca(root), 1);
	X509_free(root);
	public_one = strdup(f->result.out);
	sesim_good(f, "chip authority se050e --root --batch %/k");
	assert_string_not_equal(public_one, f->result.out);
	free(public_one);
	sesim_json(f, "chip authority atecc608a-tngtls --json --batch %/k");
	assert_json(f, "simulated", "true");
	assert_int_equal(json_count(f->result.out, "authorities"), 2);
	assert_json(f, "authorities[0].root", "true");
	assert_json(f, "authorities[1].root", "false");
	assert_json(f, "authorities[1].signer", "trust-root");
	root = certificate_at(f->result.out, "authorities[0].pem");
	X509_free(root);
}

static void who_signs_nothing_is_not_told(void **state)
{
	struct cli_fixture *f = *state;

	sesim_refuses(f, "chip authority atecc608a", "nobody signs anything in an atecc608a");
	sesim_refuses(f, "chip authority", "usage: sesim chip authority");
	sesim_refuses(f, "chip authority se050e --batch %/none", "No such file");
	sesim_refuses(f, "chip authority se050e,batch=%/k --batch %/k", "the batch is given twice");
}

/* A disk that takes no more: an error of the write, as a limit of the system gives it. */
static void what_cannot_be_written_leaves_a_reel_that_is_not_finished(void **state)
{
	const struct rlimit little = { 50000, RLIM_INFINITY };
	struct cli_fixture *f = *state;
	struct rlimit before;
	const char *profile = getenv("LLVM_PROFILE_FILE");
	char *kept = profile ? strdup(profile) : NULL;

	assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &(struct rlimit){ little.rlim_cur, before.rlim_max }), 0);
	/* A coverage build writes as well when it ends, and is louder about it. */
	setenv("LLVM_PROFILE_FILE", "/dev/null", 1);
	sesim_refuses(f, "chip batch atecc608a-tngtls %/reel --count 100 --batch %/k", "File too large");
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
	if (kept)
		setenv("LLVM_PROFILE_FILE", kept, 1);
	else
		unsetenv("LLVM_PROFILE_FILE");
	free(kept);
	assert_true(is_there(f, "reel/manifest.json.incomplete"));
	assert_false(is_there(f, "reel/manifest.json"));
	assert_false(is_there(f, "reel/microchip-manifest.json"));
	sesim_refuses(f, "chip batch atecc608a-tngtls %/reel --count 1 --batch %/k",
		"has a reel in it that was not finished: remove it and begin again");
}

/* A profile of one's own, with its own name on the parts. */
static void a_reel_is_of_a_user_s_profile_too(void **state)
{
	struct cli_fixture *f = *state;
	char *manifest;

	write_file(f, "mine.profile",
		"name    = mine\nkind    = atecc608\nsummary = of my own\nsource  = a test\n"
		"include atecc608a-tngtls\n");
	sesim_good(f, "chip batch %/mine.profile %/reel --count 3 --jobs 2 --batch %/k");
	manifest = manifest_in(f, "reel");
	assert_at(manifest, "profile", "mine");
	assert_int_equal(json_count(manifest, "parts[2].certificates"), 2);
	free(manifest);
}

static void help_has_examples(void **state)
{
	struct cli_fixture *f = *state;

	sesim_good(f, "chip batch --help");
	assert_non_null(strstr(f->result.out, "\nexamples:\n"));
	sesim_good(f, "chip authority --help");
	assert_non_null(strstr(f->result.out, "\nexample:\n"));
	sesim_good(f, "chip batch --man");
	assert_non_null(strstr(f->result.out, ".TH SESIM\\-CHIP\\-BATCH 1 "));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_reel_has_a_state_file_for_every_number, setup, teardown),
		cmocka_unit_test_setup_teardown(
			a_blank_part_has_no_certificates_and_the_reel_says_so, setup, teardown),
		cmocka_unit_test_setup_teardown(what_was_made_is_told_to_machines_too, setup, teardown),
		cmocka_unit_test_setup_teardown(
			the_outcome_does_not_depend_on_the_number_of_workers, setup, teardown),
		cmocka_unit_test_setup_teardown(another_key_file_is_another_batch, setup, teardown),
		cmocka_unit_test_setup_teardown(
			a_trust_part_s_manifest_is_microchip_s_and_verifies, setup, teardown),
		cmocka_unit_test_setup_teardown(
			our_manifest_has_the_certificates_and_who_signed_them, setup, teardown),
		cmocka_unit_test_setup_teardown(an_se05x_s_reel_has_rows_and_pem_files, setup, teardown),
		cmocka_unit_test_setup_teardown(a_part_is_the_same_in_a_reel_and_by_itself, setup, teardown),
		cmocka_unit_test_setup_teardown(
			authorities_are_told_for_openssl_and_for_machines, setup, teardown),
		cmocka_unit_test_setup_teardown(
			what_cannot_be_written_leaves_a_reel_that_is_not_finished, setup, teardown),
		cmocka_unit_test_setup_teardown(a_reel_is_of_a_user_s_profile_too, setup, teardown),
		cmocka_unit_test_setup_teardown(help_has_examples, setup, teardown),
		cmocka_unit_test_setup_teardown(who_signs_nothing_is_not_told, setup, teardown),
		cmocka_unit_test_setup_teardown(
			a_wrong_order_is_one_sentence_and_makes_nothing, setup, teardown),
		cmocka_unit_test_setup_teardown(
			a_folder_with_anything_in_it_is_refused_and_left_alone, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
