// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.completions4j.testkit.ReceivedRequest;
import dev.completions4j.testkit.model.FakeModel;
import dev.completions4j.testkit.model.FakeModel.TextSource;
import dev.completions4j.testkit.server.ClosedPort;
import dev.completions4j.testkit.server.FakeEndpoint;
import dev.completions4j.testkit.server.LoopbackServer;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What only a process of its own shows: signals, pipes, exit statuses, and what a logging framework would add. */
class ProcessTest {

    private static final Duration PATIENCE = Duration.ofSeconds(50);

    /** Restores SIGINT, which builds that run in the background ignore, and so would their children. */
    private static final String FOREGROUND = "env --default-signal=INT ";

    private static final String PROGRAM =
            quoted(Path.of(System.getProperty("java.home"), "bin", "java").toString())
                    + " -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp "
                    + quoted(System.getProperty("java.class.path")) + " dev.completions4j.cli.Completions ";

    @TempDir
    private Path folder;

    private static String quoted(String argument) {
        return "'" + argument + "'";
    }

    @BeforeAll
    static void checkTheShell() throws IOException, InterruptedException {
        assumeTrue(File.separatorChar == '/', "There are no signals and no bash on this system");
        Process env = new ProcessBuilder("bash", "-c", FOREGROUND + "true").start();
        assumeTrue(env.waitFor() == 0, "This system's env cannot restore signals");
    }

    private Process start(String command) {
        List<String> shell = new ArrayList<>(List.of("bash", "-c", command));
        try {
            return new ProcessBuilder(shell)
                    .redirectError(folder.resolve("err").toFile())
                    .redirectInput(new File("/dev/null"))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String err() throws IOException {
        return Files.readString(folder.resolve("err"));
    }

    private static int exitStatus(Process process) throws InterruptedException {
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private static void signal(String name, Process process) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    /** Says a word every 100 ms, for minutes. */
    private static LoopbackServer slowServer() {
        return LoopbackServer.running(FakeEndpoint.of(FakeModel.builder()
                        .source(TextSource.fixed(" word".repeat(5_000)))
                        .build())
                .withTokenInterval(Duration.ofMillis(100)));
    }

    private void interrupt(String signal, int expectedStatus) throws IOException, InterruptedException {
        try (LoopbackServer server = slowServer()) {
            Process process = start("exec " + FOREGROUND + PROGRAM + "go on --model m --max-tokens 5000 --base-url "
                    + server.baseUrl());
            assertThat(process.getInputStream().read()).isEqualTo(' ');

            signal(signal, process);

            assertThat(exitStatus(process)).isEqualTo(expectedStatus);
            assertThat(server.awaitHangUp(PATIENCE)).isTrue();
        }
        assertThat(err().lines()).last().isEqualTo("completions: canceled");
    }

    @Test
    void cancelsTheCallWhenInterrupted() throws IOException, InterruptedException {
        interrupt("INT", 130);
    }

    @Test
    void cancelsTheCallWhenTerminated() throws IOException, InterruptedException {
        interrupt("TERM", 143);
    }

    /** Answers each request, but those with "wait" in them only when the latch is open. */
    private static LoopbackServer waitingServer(CountDownLatch waiting, CountDownLatch open) {
        FakeEndpoint endpoint = FakeEndpoint.of(FakeModel.builder().build());
        return LoopbackServer.running(connection -> {
            ReceivedRequest request = connection.readRequest();
            while (request != null) {
                if (request.bodyText().contains("wait")) {
                    waiting.countDown();
                    awaitUninterruptibly(open);
                }
                AnsweredRequests.write(endpoint.answer(request), connection);
                request = connection.readRequest();
            }
        });
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            // The server is being closed.
            Thread.currentThread().interrupt();
        }
    }

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143", "KILL, 137"})
    void continuesABatchThatASignalEnded(String signal, int expectedStatus) throws IOException, InterruptedException {
        Path prompts = Files.writeString(folder.resolve("prompts.txt"), "first\nplease wait\n");
        CountDownLatch waiting = new CountDownLatch(1);
        CountDownLatch open = new CountDownLatch(1);
        try (LoopbackServer server = waitingServer(waiting, open)) {
            String[] arguments = {
                "batch",
                prompts.toString(),
                "--lines",
                "--max-concurrency",
                "1",
                "--model",
                "m",
                "--base-url",
                server.baseUrl()
            };
            Process process = start("exec " + FOREGROUND + PROGRAM + String.join(" ", arguments));
            assertThat(waiting.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();

            signal(signal, process);

            assertThat(exitStatus(process)).isEqualTo(expectedStatus);
            if (!signal.equals("KILL")) {
                assertThat(err().lines())
                        .satisfiesExactly(
                                line -> assertThat(line).startsWith("(Canceled: 1 succeeded, 0 failed"),
                                line -> assertThat(line)
                                        .isEqualTo("completions: canceled; run the same command again to continue"));
            }

            open.countDown();
            assertThat(new Program().run(arguments)).isZero();
        } finally {
            open.countDown();
        }
        assertThat(Files.readAllLines(folder.resolve("prompts.answers.jsonl")))
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line).contains("\"custom_id\":\"line-1\"", "\"status_code\":200"),
                        line -> assertThat(line).contains("\"custom_id\":\"line-2\"", "\"status_code\":200"));
    }

    @Test
    void endsQuietlyWhenThePipeIsClosed() throws IOException, InterruptedException {
        FakeModel model = FakeModel.builder()
                .source(TextSource.fixed("first line\n" + " word\n".repeat(5_000)))
                .build();
        try (LoopbackServer server =
                LoopbackServer.running(FakeEndpoint.of(model).withTokenInterval(Duration.ofMillis(10)))) {
            Process process = start(PROGRAM + "go on --model m --max-tokens 5000 --base-url " + server.baseUrl()
                    + " | head -n 1; exit ${PIPESTATUS[0]}");

            assertThat(new String(process.getInputStream().readAllBytes(), UTF_8))
                    .isEqualTo("first line\n");
            assertThat(exitStatus(process)).isEqualTo(141);
            assertThat(server.awaitHangUp(PATIENCE)).isTrue();
        }
        assertThat(err()).isEmpty();
    }

    @Test
    void saysThatTheDiskIsFull() throws IOException, InterruptedException {
        assumeTrue(new File("/dev/full").exists(), "This system has no full device");
        Process process = start(PROGRAM + "hello -q > /dev/full");

        assertThat(exitStatus(process)).isEqualTo(1);
        assertThat(err().lines())
                .singleElement()
                .asString()
                .startsWith("completions: Standard output cannot be written (")
                .endsWith("write to another file or disk");
    }

    @Test
    void printsOneSentenceAndNoLogForADeadServer() throws IOException, InterruptedException {
        try (ClosedPort port = new ClosedPort()) {
            Process process = start(PROGRAM + "hello --model m --base-url " + port.baseUrl());

            assertThat(exitStatus(process)).isEqualTo(3);
            assertThat(err().lines())
                    .singleElement()
                    .asString()
                    .startsWith("completions: ")
                    .contains("127.0.0.1:" + port.number());
        }
    }

    @Test
    void sendsNoTextThatTheLocaleCannotRepresent() throws IOException, InterruptedException {
        Process option = start("LC_ALL=C " + PROGRAM + "complete --suffix $'gr\\xc3\\xb6\\xc3\\x9fe' Hello");
        assertThat(exitStatus(option)).isEqualTo(2);
        assertThat(err())
                .isEqualTo("completions: --suffix has characters that the locale cannot represent; set"
                        + " LC_ALL=C.UTF-8\n");

        Process variable = start("LC_ALL=C COMPLETIONS_MODEL=$'gr\\xc3\\xb6\\xc3\\x9fe' " + PROGRAM + "-q Hello");
        assertThat(exitStatus(variable)).isEqualTo(2);
        assertThat(err()).startsWith("completions: COMPLETIONS_MODEL has characters that the locale cannot represent");
    }

    @Test
    void runsInAHomeThatTheLocaleCannotRepresent() throws IOException, InterruptedException {
        Process process =
                start("LC_ALL=C XDG_CONFIG_HOME= APPDATA= HOME=$'/home/m\\xc3\\xbcller' " + PROGRAM + "-q Hello");

        assertThat(exitStatus(process)).isZero();
        assertThat(err()).isEmpty();
    }

    @Test
    void refusesAnArgumentInAnotherEncoding() throws IOException, InterruptedException {
        Process process = start("LC_ALL=C.UTF-8 " + PROGRAM + "-q $'caf\\xe9'");

        assertThat(exitStatus(process)).isEqualTo(2);
        assertThat(err()).contains("stands for bytes that are not UTF-8");
    }

    @Test
    void servesTheFakeModelUntilInterrupted() throws IOException, InterruptedException {
        Process fake = start("exec " + FOREGROUND + PROGRAM + "fake --port 0 --text 'from the fake' --interval 0");
        BufferedReader lines = fake.inputReader(UTF_8);
        String address = lines.readLine().replaceFirst(".* at ", "");

        Program program = new Program();
        assertThat(program.run("hello", "--base-url", address)).isZero();
        signal("INT", fake);

        assertThat(program.out()).isEqualTo("from the fake\n");
        assertThat(exitStatus(fake)).isEqualTo(130);
        assertThat(err()).contains("200 POST /v1/completions");
    }

    @Test
    void theFakeModelEndsWhenTheReaderOfItsRequestsHasLeft() throws IOException, InterruptedException {
        Process fake =
                start(PROGRAM + "fake --port 0 --json | { head -n 1; exec 0<&-; echo left; }; exit ${PIPESTATUS[0]}");
        BufferedReader lines = fake.inputReader(UTF_8);
        String address = lines.readLine().replaceFirst("\\{\"base_url\":\"(.*)\"}", "$1");
        assertThat(lines.readLine()).isEqualTo("left");

        new Program().run("models", "--attempts", "1", "--base-url", address);

        assertThat(exitStatus(fake)).isEqualTo(141);
        assertThat(err()).isEmpty();
    }

    @Test
    void generatesACompletionScriptThatShellsAccept() throws IOException, InterruptedException {
        Process process = start(
                PROGRAM + "generate-completion > " + quoted(folder + "/script") + " && bash -n "
                        + quoted(folder + "/script") + " && source " + quoted(folder + "/script")
                        + " && COMP_WORDS=(completions doctor --ba) COMP_CWORD=2 && _complete_completions && echo ${COMPREPLY[*]}");

        assertThat(new String(process.getInputStream().readAllBytes(), UTF_8)).contains("--base-url");
        assertThat(exitStatus(process)).isZero();
    }
}
