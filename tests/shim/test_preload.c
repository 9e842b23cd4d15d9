/* tests/shim/test_preload.c: what defeats preloading is named (sim/serve/preload.h). */
#include <elf.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "cmocka_all.h"
#include "preload.h"

/* A folder for made-up programs. */
struct scene {
	char folder[32];
	char file[2][128]; /* two to work with */
};

static int setup(void **state)
{
	struct scene *s = calloc(1, sizeof(*s));

	*state = s;
	strcpy(s->folder, "/tmp/sesim-test-XXXXXX");
	if (!mkdtemp(s->folder))
		return -1;
	for (int i = 0; i < 2; i++)
		snprintf(s->file[i], sizeof(s->file[i]), "%s/program%d", s->folder, i);
	return 0;
}

static int teardown(void **state)
{
	struct scene *s = *state;

	unlink(s->file[0]);
	unlink(s->file[1]);
	rmdir(s->folder);
	free(s);
	return 0;
}

static void make_file(const char *path, const void *bytes, size_t len)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0755);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, bytes, len), len);
	close(fd);
}

static void make_script(const char *path, const char *text)
{
	make_file(path, text, strlen(text));
}

/* A program for this machine, with one segment that says which loader it wants. */
struct program {
	Elf64_Ehdr header;
	Elf64_Phdr segment;
	char interpreter[64];
};

static struct program make_program(const char *interpreter)
{
	struct program p = {
		.header = { .e_ident = { 0x7f, 'E', 'L', 'F', ELFCLASS64, ELFDATA2LSB, EV_CURRENT },
			.e_type = ET_EXEC,
#if defined(__aarch64__)
			.e_machine = EM_AARCH64,
#else
			.e_machine = EM_X86_64,
#endif
			.e_phoff = offsetof(struct program, segment),
			.e_phentsize = sizeof(Elf64_Phdr),
			.e_phnum = 1 },
		.segment = { .p_type = PT_INTERP,
			.p_offset = offsetof(struct program, interpreter),
			.p_filesz = sizeof(p.interpreter) },
	};

	strcpy(p.interpreter, interpreter);
	return p;
}

static void make_dynamic(const char *path)
{
	struct program p = make_program("/lib64/ld-linux-x86-64.so.2");

	make_file(path, &p, sizeof(p));
}

#define LOOK(report, ...) preload_look(report, (const char *const[]){ __VA_ARGS__, NULL }, NULL)

static void expect_one(const struct preload_report *report, enum preload_obstacle obstacle, const char *words)
{
	if (report->n_findings != 1)
		fail_msg("%zu findings; the first: %s", report->n_findings, report->findings[0].sentence);
	assert_int_equal(report->findings[0].obstacle, obstacle);
	if (!strstr(report->findings[0].sentence, words))
		fail_msg("no '%s' in '%s'", words, report->findings[0].sentence);
}

static void expect_none(const struct preload_report *report)
{
	if (report->n_findings != 0)
		fail_msg("%s", report->findings[0].sentence);
}

static void a_dynamic_program_is_no_obstacle(void **state)
{
	const struct scene *s = *state;
	struct preload_report report;

	make_dynamic(s->file[0]);
	LOOK(&report, s->file[0], "-i");
	expect_none(&report);
	assert_string_equal(report.program, s->file[0]);
	assert_string_equal(report.runtime, "");
	LOOK(&report, "ls");
	expect_none(&report);
}

static void a_static_program_is_named(void **state)
{
	const struct scene *s = *state;
	struct program p = make_program("");
	struct preload_report report;

	p.header.e_phnum = 0;
	make_file(s->file[0], &p, sizeof(p));
	LOOK(&report, s->file[0]);
	expect_one(&report, PRELOAD_STATIC, "is statically linked");
	assert_true(report.findings[0].certain);
	LOOK(&report, SESIM_PROBE_STATIC);
	expect_one(&report, PRELOAD_STATIC, "is statically linked");
}

static void another_class_byte_order_or_machine_is_named(void **state)
{
	const struct scene *s = *state;
	struct program p = make_program("/lib/ld-linux.so.2");
	struct preload_report report;

	p.header.e_ident[EI_CLASS] = ELFCLASS32;
	p.header.e_machine = EM_386;
	make_file(s->file[0], &p, sizeof(p));
	LOOK(&report, s->file[0]);
	expect_one(&report, PRELOAD_OTHER_MACHINE, "is a 32-bit program for ELF machine 3,");
	p = make_program("/lib/ld.so.1");
	p.header.e_machine = EM_RISCV;
	make_file(s->file[0], &p, sizeof(p));
	LOOK(&report, s->file[0]);
	expect_one(&report, PRELOAD_OTHER_MACHINE, "is a 64-bit program for ELF machine 243,");
	p.header.e_ident[EI_DATA] = ELFDATA2MSB;
	p.header.e_machine = 0x1500; /* 21, the other way round: PowerPC */
	make_file(s->file[0], &p, sizeof(p));
	LOOK(&report, s->file[0]);
	expect_one(&report, PRELOAD_OTHER_MACHINE, "ELF machine 21,");
}

static void a_musl_program_is_named(void **state)
{
	const struct scene *s = *state;
	struct program p = make_program("/lib/ld-musl-x86_64.so.1");
	struct preload_report report;

	make_file(s->file[0], &p, sizeof(p));
	LOOK(&report, s->file[0]);
	expect_one(&report, PRELOAD_OTHER_LIBC, "is built for musl");
}

static void a_go_program_is_named(void **state)
{
	const struct scene *s = *state;
	struct {
		struct program p;
		Elf64_Shdr sections[2];
		char names[32];
	} go = { .p = make_program("/lib64/ld-linux-x86-64.so.2") };
	struct preload_report report;

	go.p.header.e_shoff = offsetof(__typeof__(go), sections);
	go.p.header.e_shentsize = sizeof(Elf64_Shdr);
	go.p.header.e_shnum = 2;
	go.p.header.e_shstrndx = 1;
	go.sections[0].sh_name = 1;
	go.sections[1].sh_offset = offsetof(__typeof__(go), names);
	strcpy(go.names + 1, ".go.buildinfo");
	make_file(s->file[0], &go, sizeof(go));
	LOOK(&report, s->file[0]);
	expect_one(&report, PRELOAD_GO, "is a Go program");
}

static void a_setuid_program_is_named(void **state)
{
	const struct scene *s = *state;
	struct preload_report report;

	make_dynamic(s->file[0]);
	assert_int_equal(chmod(s->file[0], 04755), 0);
	LOOK(&report, s->file[0]);
	expect_one(&report, PRELOAD_SETUID, "is setuid: for other users than its owner");
	assert_false(report.findings[0].certain);
	if (geteuid() != 0)
		skip();
	assert_int_equal(chown(s->file[0], 65534, 65534), 0);
	assert_int_equal(chmod(s->file[0], 04755), 0);
	LOOK(&report, s->file[0]);
	expect_one(&report, PRELOAD_SETUID, "is setuid, so the loader ignores the shim");
	assert_true(report.findings[0].certain);
	assert_int_equal(chmod(s->file[0], 02755), 0);
	LOOK(&report, s->file[0]);
	expect_one(&report, PRELOAD_SETUID, "is setgid, so the loader ignores the shim");
}

static void file_capabilities_are_named(void **state)
{
	/* struct vfs_cap_data, revision 2, effective: cap_net_raw */
	static const uint8_t caps[20] = { 0x01, 0, 0, 0x02, 0, 0x20 };
	const struct scene *s = *state;
	struct preload_report report;

	make_dynamic(s->file[0]);
	if (setxattr(s->file[0], "security.capability", caps, sizeof(caps), 0) < 0)
		skip(); /* not root, or a file system without */
	LOOK(&report, s->file[0]);
	expect_one(&report, PRELOAD_CAPABILITIES, "has file capabilities");
}

static void an_emptied_environment_is_named(void **state)
{
	static const char *const options[] = { "-i", "-", "-vi", "-iv", "--ignore-environment", "-iuHOME" };
	const struct scene *s = *state;
	struct preload_report report;

	make_dynamic(s->file[0]);
	for (size_t i = 0; i < sizeof(options) / sizeof(options[0]); i++) {
		LOOK(&report, "env", options[i], "A=b", s->file[0]);
		expect_one(&report, PRELOAD_ENVIRONMENT, "empties the environment");
		assert_string_equal(report.program, s->file[0]);
	}
	LOOK(&report, "/usr/bin/env", "A=b", "env", "-i", s->file[0]);
	expect_one(&report, PRELOAD_ENVIRONMENT, "empties the environment");
}

static void variables_of_ours_that_env_changes_are_named(void **state)
{
	const struct scene *s = *state;
	struct preload_report report;

	make_dynamic(s->file[0]);
	LOOK(&report, "env", "LD_PRELOAD=/lib/x.so", s->file[0]);
	expect_one(&report, PRELOAD_ENVIRONMENT, "env sets LD_PRELOAD itself");
	LOOK(&report, "env", "-u", "LD_PRELOAD", s->file[0]);
	expect_one(&report, PRELOAD_ENVIRONMENT, "env removes LD_PRELOAD");
	LOOK(&report, "env", "--unset=SESIM_SOCKET", s->file[0]);
	expect_one(&report, PRELOAD_ENVIRONMENT, "env removes SESIM_SOCKET");
	LOOK(&report, "env", "-uSESIM_BUS", s->file[0]);
	expect_one(&report, PRELOAD_ENVIRONMENT, "env removes SESIM_BUS");
}

static void env_that_leaves_ours_alone_is_no_obstacle(void **state)
{
	const struct scene *s = *state;
	struct preload_report report;

	make_dynamic(s->file[0]);
	LOOK(&report, "env", "-u", "HOME", "-C", "/", "A=-i", "--", s->file[0], "-i");
	expect_none(&report);
	assert_string_equal(report.program, s->file[0]);
	LOOK(&report, "env");
	expect_none(&report);
}

/* What is behind env is looked at, too. */
static void a_script_is_followed_to_its_interpreter(void **state)
{
	const struct scene *s = *state;
	struct program p = make_program("");
	struct preload_report report;
	char script[256];

	p.header.e_phnum = 0;
	make_file(s->file[0], &p, sizeof(p));
	snprintf(script, sizeof(script), "#! %s -e\necho\n", s->file[0]);
	make_script(s->file[1], script);
	LOOK(&report, s->file[1]);
	expect_one(&report, PRELOAD_STATIC, s->file[0]);
	snprintf(script, sizeof(script), "#!/usr/bin/env -S %s -e\necho\n", s->file[0]);
	make_script(s->file[1], script);
	LOOK(&report, s->file[1]);
	expect_one(&report, PRELOAD_STATIC, s->file[0]);
	snprintf(script, sizeof(script), "%s -e", s->file[0]);
	LOOK(&report, "env", "-S", script);
	expect_one(&report, PRELOAD_STATIC, s->file[0]);
	make_script(s->file[1], "#!/bin/sh\n");
	LOOK(&report, s->file[1]);
	expect_none(&report);
}

static void a_script_that_names_itself_ends(void **state)
{
	const struct scene *s = *state;
	struct preload_report report;
	char script[256];

	snprintf(script, sizeof(script), "#!%s\n", s->file[0]);
	make_script(s->file[0], script);
	LOOK(&report, s->file[0]);
	expect_none(&report);
	assert_string_equal(report.program, "");
}

static void the_loader_as_a_command_is_followed(void **state)
{
	struct preload_report report;

	(void)state;
	if (access("/lib64/ld-linux-x86-64.so.2", X_OK) < 0)
		skip();
	LOOK(&report, "/lib64/ld-linux-x86-64.so.2", SESIM_PROBE_STATIC);
	expect_one(&report, PRELOAD_STATIC, "is statically linked");
	LOOK(&report, "/lib64/ld-linux-x86-64.so.2", "/bin/ls");
	expect_none(&report);
}

static void what_is_not_there_is_not_reported_on(void **state)
{
	struct preload_report report;

	(void)state;
	LOOK(&report, "/no/such/program");
	expect_none(&report);
	LOOK(&report, "no-such-program-anywhere");
	expect_none(&report);
	LOOK(&report, "");
	expect_none(&report);
	LOOK(&report, "/tmp");
	expect_none(&report);
}

/* No length of a real program's file is read beyond its end. */
static void a_file_cut_anywhere_is_read_without_harm(void **state)
{
	static uint8_t bytes[8192];
	const struct scene *s = *state;
	struct preload_report report;
	int fd = open(SESIM_SHIM_HOST, O_RDONLY);
	ssize_t all = read(fd, bytes, sizeof(bytes));

	assert_true(all > 1000);
	close(fd);
	for (size_t len = 0; len < (size_t)all; len += len < 1200 ? 7 : 501) {
		make_file(s->file[0], bytes, len);
		LOOK(&report, s->file[0]);
	}
	memset(bytes + 16, 0xff, 48); /* numbers of a header that point nowhere */
	make_file(s->file[0], bytes, sizeof(bytes));
	LOOK(&report, s->file[0]);
	assert_int_equal(report.n_findings, 1);
}

static void a_sanitizer_s_shared_runtime_is_found(void **state)
{
	static const char *const builds[] = { SESIM_PROBE_BUILDS };
	struct preload_report report;
	size_t seen = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(builds) / sizeof(builds[0]); i++) {
		LOOK(&report, builds[i]);
		expect_none(&report);
		if (strstr(builds[i], "gcc_address"))
			assert_int_equal(strncmp(report.runtime, "libasan.so.", 11), 0);
		else if (strstr(builds[i], "gcc_thread"))
			assert_int_equal(strncmp(report.runtime, "libtsan.so.", 11), 0);
		else if (strstr(builds[i],
				 "shared_address")) /* whole, as only the program itself would find it */
			assert_true(report.runtime[0] == '/' && access(report.runtime, R_OK) == 0);
		else
			assert_string_equal(report.runtime, "");
		seen += report.runtime[0] != '\0';
	}
	assert_int_not_equal(seen, 0);
}

static void look_with_apparmor(
	struct scene *s, const char *profiles, const char *current, struct preload_report *report)
{
	struct preload_places places = { .profiles = s->file[0], .current = s->file[1], .policy = s->folder };

	make_script(s->file[0], profiles);
	make_script(s->file[1], current);
	preload_look(report, (const char *const[]){ "/bin/sh", NULL }, &places);
}

static void an_apparmor_profile_is_named(void **state)
{
	struct preload_report report;
	char full[PATH_MAX], line[PATH_MAX + 64];

	assert_non_null(realpath("/bin/sh", full));
	snprintf(line, sizeof(line), "other (enforce)\n%s (enforce)\n", full);
	look_with_apparmor(*state, line, "unconfined\n", &report);
	expect_one(&report, PRELOAD_APPARMOR, "AppArmor has a profile for");
	look_with_apparmor(*state, "other (enforce)\n", "unconfined\n", &report);
	expect_none(&report);
}

static void confinement_of_our_own_is_named(void **state)
{
	struct preload_report report;

	look_with_apparmor(*state, "", "ci-runner (enforce)\n", &report);
	expect_one(&report, PRELOAD_APPARMOR, "confines this process by the profile ci-runner (enforce)");
	look_with_apparmor(*state, "", "ci-runner (complain)\n", &report);
	expect_none(&report);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_dynamic_program_is_no_obstacle, setup, teardown),
		cmocka_unit_test_setup_teardown(a_static_program_is_named, setup, teardown),
		cmocka_unit_test_setup_teardown(
			another_class_byte_order_or_machine_is_named, setup, teardown),
		cmocka_unit_test_setup_teardown(a_musl_program_is_named, setup, teardown),
		cmocka_unit_test_setup_teardown(a_go_program_is_named, setup, teardown),
		cmocka_unit_test_setup_teardown(a_setuid_program_is_named, setup, teardown),
		cmocka_unit_test_setup_teardown(file_capabilities_are_named, setup, teardown),
		cmocka_unit_test_setup_teardown(an_emptied_environment_is_named, setup, teardown),
		cmocka_unit_test_setup_teardown(
			variables_of_ours_that_env_changes_are_named, setup, teardown),
		cmocka_unit_test_setup_teardown(env_that_leaves_ours_alone_is_no_obstacle, setup, teardown),
		cmocka_unit_test_setup_teardown(a_script_is_followed_to_its_interpreter, setup, teardown),
		cmocka_unit_test_setup_teardown(a_script_that_names_itself_ends, setup, teardown),
		cmocka_unit_test(the_loader_as_a_command_is_followed),
		cmocka_unit_test(what_is_not_there_is_not_reported_on),
		cmocka_unit_test_setup_teardown(a_file_cut_anywhere_is_read_without_harm, setup, teardown),
		cmocka_unit_test(a_sanitizer_s_shared_runtime_is_found),
		cmocka_unit_test_setup_teardown(an_apparmor_profile_is_named, setup, teardown),
		cmocka_unit_test_setup_teardown(confinement_of_our_own_is_named, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
