// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.testkit.model.FakeModel;
import dev.completions4j.testkit.model.FakeModel.TextSource;
import dev.completions4j.testkit.server.ClosedPort;
import dev.completions4j.testkit.server.FakeEndpoint;
import dev.completions4j.testkit.server.Fault;
import dev.completions4j.testkit.server.LoopbackServer;
import dev.completions4j.testkit.server.TestCertificate;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is wrong, the program ends with one sentence that names the remedy, and with the right exit status. */
class WrongInputTest {

    @TempDir
    private static Path folder;

    /** What stands for the names in braces in the table. */
    private static final Map<String, String> PLACES = new LinkedHashMap<>();

    private static LoopbackServer server;
    private static LoopbackServer locked;
    private static LoopbackServer named;
    private static LoopbackServer tls;
    private static LoopbackServer otherHost;
    private static LoopbackServer stalling;
    private static LoopbackServer dropping;
    private static LoopbackServer talking;
    private static LoopbackServer several;
    private static LoopbackServer busy;
    private static ClosedPort closed;
    private static FileChannel lockedAnswers;

    @BeforeAll
    static void startServers() throws IOException {
        FakeModel model = FakeModel.builder().build();
        server = LoopbackServer.serving(model);
        locked = LoopbackServer.running(FakeEndpoint.of(model).requiringKey("sk-right"));
        named = LoopbackServer.serving(FakeModel.builder().name("tiny").build());
        tls = LoopbackServer.serving(model, TestCertificate.serverContext());
        otherHost = LoopbackServer.serving(model, TestCertificate.otherHostServerContext());
        stalling = LoopbackServer.running(Fault.stall().afterHead().over(FakeEndpoint.of(model)));
        dropping = LoopbackServer.running(Fault.close()
                .afterEvents(2)
                .over(FakeEndpoint.of(FakeModel.builder()
                        .source(TextSource.fixed("one two three four"))
                        .build())));
        talking = LoopbackServer.running(connection -> {
            connection.readRequest();
            connection.write("220 mail.example ESMTP\r\n\r\n");
        });
        several = answering("200 OK", "{\"object\":\"list\",\"data\":[{\"id\":\"red\"},{\"id\":\"blue\"}]}");
        busy = answering("429 Too Many Requests", "{\"error\":{\"message\":\"Slow down.\",\"type\":\"requests\"}}");
        closed = new ClosedPort();

        PLACES.put("{server}", server.baseUrl());
        PLACES.put("{host}", server.baseUrl().substring("http://".length()));
        PLACES.put("{port}", server.baseUrl().substring(server.baseUrl().lastIndexOf(':') + 1));
        PLACES.put("{locked}", locked.baseUrl());
        PLACES.put("{named}", named.baseUrl());
        PLACES.put("{tls}", tls.baseUrl());
        PLACES.put("{other-host}", otherHost.baseUrl());
        PLACES.put("{stalling}", stalling.baseUrl());
        PLACES.put("{dropping}", dropping.baseUrl());
        PLACES.put("{talking}", talking.baseUrl());
        PLACES.put("{several}", several.baseUrl());
        PLACES.put("{busy}", busy.baseUrl());
        PLACES.put("{closed}", closed.baseUrl());
        PLACES.put("{closed-host}", closed.baseUrl().substring("http://".length()));
        PLACES.put("{folder}", folder.toString());
        file("empty", "");
        file("config-unknown", "basurl = http://localhost\n");
        file("config-bad", "max-tokens = many\n");
        file("key-two-words", "two words\n");
        file("requests.jsonl", """
                {"custom_id":"a","method":"POST","url":"/v1/completions","body":{"model":"m","prompt":"p"}}
                """);
        lockedAnswers =
                FileChannel.open(folder.resolve("locked.jsonl"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        lockedAnswers.lock();
        Files.write(folder.resolve("latin1"), new byte[] {'h', (byte) 0xE9});
    }

    private static void file(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private static LoopbackServer answering(String status, String body) {
        return LoopbackServer.running(connection -> {
            while (connection.readRequest() != null) {
                connection.write("HTTP/1.1 " + status + "\r\nContent-Type: application/json\r\nContent-Length: "
                        + body.length() + "\r\n\r\n" + body);
            }
        });
    }

    @AfterAll
    static void stopServers() throws IOException {
        lockedAnswers.close();
        Stream.of(server, locked, named, tls, otherHost, stalling, dropping, talking, several, busy)
                .forEach(LoopbackServer::close);
        closed.close();
    }

    /**
     * A wrong input.
     *
     * @param arguments separated by blanks; an argument of two apostrophes is empty
     * @param environment a variable and its value; empty for none
     */
    private record Wrong(String arguments, int status, String sentence, String environment) {
        @Override
        public String toString() {
            return (environment.isEmpty() ? "" : environment + " ") + "completions " + arguments;
        }
    }

    private static Wrong wrong(String arguments, int status, String sentence) {
        return new Wrong(arguments, status, sentence, "");
    }

    private static Wrong wrong(String environment, String arguments, int status, String sentence) {
        return new Wrong(arguments, status, sentence, environment);
    }

    private static String batch(String options) {
        return "batch {folder}/requests.jsonl " + options;
    }

    private static String impatient(String baseUrl) {
        return batch("--attempts 1 --patience 0.001 --base-url " + baseUrl);
    }

    static Stream<Wrong> wrongInputs() {
        return Stream.of(
                // options
                wrong("p --nonsense", 2, "Unknown option '--nonsense'; see completions complete --help"),
                wrong("p --max-token 5", 2, "did you mean --max-tokens?"),
                wrong("p -base-url x", 2, "Unknown option '-base-url'; did you mean --base-url?"),
                wrong("p --api-key sk-visible", 2, "API keys are not taken as arguments"),
                wrong("p --model", 2, "--model needs a value"),
                wrong("p --model ''", 2, "--model is empty; give it a value, or leave it out"),
                wrong("p --model a --model b", 2, "--model is given more than once; leave one out"),
                wrong("p --json=yes", 2, "--json is 'yes'; it takes no value, so leave the value out"),
                wrong("p --side-by-side --json", 2, "leave out --json, --shades and --logprobs"),
                wrong("p --side-by-side --set logprobs=1", 2, "leave out --json, --shades and --logprobs"),
                wrong("p --set n=9 --side-by-side", 2, "no room for 9 columns in a width of 80"),
                wrong("p --n 9 --side-by-side", 2, "no room for 9 columns in a width of 80"),
                wrong("p --json --shades", 2, "leave out --shades"),
                // commands
                wrong("modles", 2, "'modles' is not a command; did you mean 'models'?"),
                wrong("bach pom.xml", 2, "'bach' is not a command; did you mean 'batch'?"),
                wrong("bach -", 2, "'bach' is not a command; did you mean 'batch'?"),
                wrong("models are nice", 2, "write: completions complete models"),
                wrong("fake news", 2, "fake takes only options, no words; to complete a prompt"),
                wrong("doctor --nonsense", 2, "Unknown option '--nonsense'; see completions doctor --help"),
                // values
                wrong("p --n 0", 2, "--n must be a whole number, at least 1, but is 0; set it so, or leave it out"),
                wrong("p --n x", 2, "--n is 'x'; it must be a whole number"),
                wrong("p --n 2.5", 2, "--n is '2.5'; it must be a whole number"),
                wrong("p --n 99999999999", 2, "--n is '99999999999'; it must be a whole number"),
                wrong("p --max-tokens many", 2, "--max-tokens is 'many'; it must be a whole number, such as 50"),
                wrong("p --max-tokens -1 --base-url {server}", 1, "400"),
                wrong("p --temperature hot", 2, "--temperature is 'hot'; it must be a number"),
                wrong("p --temperature NaN", 2, "--temperature is 'NaN'; it must be a number"),
                wrong("p --temperature 3 --profile openai", 2, "--temperature must be 0 to 2, but is 3"),
                wrong("p --best-of 1 --n 2 --profile openai", 2, "--best-of must be at least n, which is 2"),
                wrong(
                        "p --echo --profile llama-cpp",
                        2,
                        "--echo is ignored by this server; leave it out, or add --profile"),
                wrong("p --timeout 0", 2, "--timeout is '0'; it must be a positive number of seconds"),
                wrong("p --attempts 0", 2, "--attempts is '0'; it must be at least 1"),
                wrong("p --set top_k", 2, "--set has no equals sign after a name; write it as in --set top_k=40"),
                wrong("p --set prompt=x", 2, "--set cannot set prompt; give the prompt as an argument or a file"),
                wrong("p --set model=x", 2, "--set cannot set model; name it with --model"),
                wrong("p --set stream=false", 2, "--set cannot set stream; leave it out"),
                wrong("p --set stream_options=null", 2, "--set cannot set stream_options; leave it out"),
                wrong("p --n 2 --set n=3", 2, "n is set by both --n and --set; leave one out"),
                wrong("p --header X-Team", 2, "--header has no colon after a name"),
                wrong("p --profile chatgpt", 2, "--profile is 'chatgpt'; use compatible, openai"),
                wrong("p --profile vllm:new", 2, "--profile is 'vllm:new'; write it as in 0.11.0"),
                wrong("p --profile vllm:0.7", 2, "versions before 0.8 were not checked, use compatible for them"),
                wrong("p --profile llama-cpp:x", 2, "write the number of the build"),
                wrong("p --profile tgi:3", 2, "only vllm and llama-cpp have versions"),
                wrong("p --transport carrier-pigeon", 2, "No transport is named 'carrier-pigeon'"),
                wrong("fake --port 70000", 2, "--port is 70000; it must be 0 to 65535"),
                wrong("fake --port {port}", 2, "cannot be listened on; another program may have it"),
                wrong("fake --dialect klingon", 2, "--dialect is 'klingon'; it must be one of openai, azure"),
                wrong("fake --fault explode", 2, "--fault is 'explode'; the effect must be one of reset"),
                wrong("fake --fault reset@soon", 2, "the place must be start, head or a number of events"),
                wrong("fake --interval -5", 2, "--interval is -5; it must be at least 0"),
                wrong("fake --fault stall --fault-times 0", 2, "--fault-times is 0; it must be at least 1"),
                // prompts and files
                wrong("complete", 2, "There is no prompt; write it after the command"),
                wrong("complete ''", 2, "The prompt is empty; write some text"),
                wrong("complete p --file {folder}/empty", 2, "The prompt is given twice"),
                wrong("@{folder}/missing", 2, "does not exist; correct its name, or write @@"),
                wrong("--file {folder}", 2, "is a directory; name a file of text"),
                wrong("@{folder}/empty", 2, "is empty; write some text into it"),
                wrong("@{folder}/latin1", 2, "is not UTF-8 text; convert it"),
                // batches
                wrong("batch", 2, "There is no input; name a file, or pipe it in"),
                wrong("batch {folder}/missing", 2, "The input '{folder}/missing' does not exist; correct its name"),
                wrong("batch {folder}", 2, "is a directory; name a file"),
                wrong("batch a b", 2, "batch takes one input, but 'a' and 'b' are given; join the files"),
                wrong("batch -", 2, "The answers need a file, since the input has no name; add --output FILE"),
                wrong(batch("--output -"), 2, "The output must be a file, from which an interrupted batch continues"),
                wrong(batch("--output {folder}"), 2, "is a directory; name a file with --output FILE"),
                wrong(batch("--output {folder}/no/a"), 2, "is in a directory that does not exist; create it"),
                wrong(batch("--output {folder}/requests.jsonl"), 2, "is the input; choose another output"),
                wrong(
                        batch("--output {folder}/config-bad"),
                        2,
                        "is not the output of a batch: line 1 is not an answer"),
                wrong(batch("--output {folder}/locked.jsonl"), 2, "is in use by another run; wait for its end"),
                wrong(batch("--order random"), 2, "--order is 'random'; it must be completion or input"),
                wrong(batch("--max-concurrency 0"), 2, "--max-concurrency is '0'; it must be at least 1"),
                wrong(batch("--prompts-per-request x"), 2, "--prompts-per-request is 'x'; it must be a whole number"),
                wrong(batch("--token-budget 0"), 2, "--token-budget is '0'; it must be at least 1"),
                wrong(batch("--token-budget all"), 2, "--token-budget is 'all'; it must be a whole number"),
                wrong(batch("--time-budget -1"), 2, "--time-budget is '-1'; it must be a positive number of seconds"),
                wrong(batch("--patience soon"), 2, "--patience is 'soon'; it must be a number"),
                wrong(batch("--max-tokens 5"), 2, "--max-tokens applies to prompts, but the input has whole requests"),
                wrong(batch("--nonsense"), 2, "Unknown option '--nonsense'; see completions batch --help"),
                wrong(batch("--base-url {locked}"), 5, "check OPENAI_API_KEY"),
                wrong(impatient("{closed}"), 3, "{closed-host}"),
                wrong(impatient("{busy}"), 6, "try again later; then run the same command again to continue"),
                // settings
                wrong(
                        "p --config {folder}/missing",
                        2,
                        "The config file {folder}/missing does not exist; create it, or correct its name"),
                wrong(
                        "COMPLETIONS_CONFIG={folder}/missing",
                        "p",
                        2,
                        "The config file {folder}/missing does not exist; create it, or correct its name"),
                wrong("p --config ''", 2, "--config is empty; give it a value, or leave it out"),
                wrong("COMPLETIONS_CONFIG=a\u0000", "p", 2, "is no name of a file; correct the config file's name"),
                wrong(
                        "p --config {folder}/config-unknown",
                        2,
                        "an unknown setting 'basurl'; the settings are base-url"),
                wrong("p --config {folder}/config-bad", 2, "max-tokens in {folder}/config-bad is 'many'; it must be"),
                wrong("p --config {folder}/latin1", 2, "is not UTF-8; save it as UTF-8"),
                wrong("COMPLETIONS_TEMPERATURE=hot", "p", 2, "COMPLETIONS_TEMPERATURE is 'hot'; it must be a number"),
                wrong("COMPLETIONS_PROFILE=x", "models", 2, "COMPLETIONS_PROFILE is 'x'; use compatible"),
                // hosts
                wrong("p --base-url localhost:8000", 2, "The base URL does not begin with http:// or https://;"),
                wrong("p --base-url http://", 2, "The base URL"),
                wrong("p --base-url http://a{b}c", 2, "The base URL is not a URL"),
                wrong("p --base-url http://me:secret@localhost", 2, "put the key into OPENAI_API_KEY"),
                wrong("p --base-url http://localhost:99999", 2, "99999"),
                wrong("p --base-url http://localhost/v1/chat/completions", 2, "The base URL"),
                wrong("p --base-url http://localhost?x=1", 2, "leave it out"),
                wrong("p --attempts 1 --base-url {closed}", 3, "{closed-host}"),
                wrong("models --attempts 1 --base-url {closed}", 3, "{closed-host}"),
                wrong("doctor --base-url {closed}", 3, "The check 'reachable' failed"),
                wrong("p --attempts 1 --base-url http://no-such-host.invalid", 3, "no-such-host.invalid"),
                wrong("p --base-url {server} --proxy localhost", 2, "write it as in http://proxy.example:3128"),
                wrong(
                        "p --attempts 1 --base-url http://example.invalid --proxy http://{closed-host}",
                        3,
                        "{closed-host}"),
                wrong("p --attempts 1 --model m --base-url {talking}", 1, "HTTP"),
                // TLS
                wrong("p --attempts 1 --base-url {tls}", 3, "--ca-file"),
                wrong("p --attempts 1 --base-url {other-host}", 3, "--ca-file"),
                wrong("p --attempts 1 --base-url https://{host}", 3, "TLS"),
                wrong("p --base-url {tls} --ca-file {folder}/missing", 2, "does not exist; correct its name"),
                wrong("p --base-url {tls} --ca-file {folder}/config-bad", 2, "-----BEGIN CERTIFICATE-----"),
                // keys
                wrong("p --base-url {locked}", 5, "check OPENAI_API_KEY, or name a file with --api-key-file"),
                wrong("OPENAI_API_KEY=sk-wrong", "p --base-url {locked}", 5, "401, AUTHENTICATION"),
                wrong("OPENAI_API_KEY=s\u00E9cret", "p --base-url {locked}", 2, "The API key"),
                wrong("p --api-key-file {folder}/missing", 2, "does not exist; correct its name"),
                wrong("p --api-key-file {folder}/empty", 2, "is empty; write the key into its first line"),
                wrong("p --api-key-file {folder}/key-two-words", 2, "The API key"),
                wrong("doctor --base-url {locked}", 5, "The check 'models' failed"),
                // models
                wrong("p --base-url {named} --model huge", 1, "\"completions models\" lists the models"),
                wrong("p --base-url {several}", 2, "The server has 2 models; choose one with --model: red, blue"),
                // servers
                wrong("p --timeout 0.3 --base-url {stalling} --model m", 4, "after 0.3 s; raise --timeout"),
                wrong("p --base-url {dropping} --model m", 1, "completions: "),
                wrong("p --attempts 1 --base-url {busy} --model m", 6, "429, RATE_LIMIT: Slow down; try again later"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongInputs")
    void endsWithOneSentence(Wrong wrong) {
        Program program = new Program();
        if (!wrong.environment.isEmpty()) {
            String[] variable = wrong.environment.split("=", 2);
            program.environment(variable[0], placed(variable[1]));
        }
        String[] arguments = Arrays.stream(placed(wrong.arguments).split(" "))
                .map(argument -> argument.equals("''") ? "" : argument)
                .toArray(String[]::new);

        int status = program.run(arguments);

        assertThat(program.error()).startsWith("completions: ").contains(placed(wrong.sentence));
        assertThat(status).isEqualTo(wrong.status);
        assertThat(program.err().lines().filter(line -> !line.startsWith("(")))
                .as("lines besides notes")
                .hasSize(1);
        assertThat(program.err()).doesNotContain("Exception", "\tat ", "sk-", "secret@");
    }

    private static String placed(String text) {
        String result = text;
        for (Map.Entry<String, String> place : PLACES.entrySet()) {
            result = result.replace(place.getKey(), place.getValue());
        }
        return result;
    }
}
