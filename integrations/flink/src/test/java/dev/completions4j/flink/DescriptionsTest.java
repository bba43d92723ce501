// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.flink;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.completions4j.CompletionRequest;
import dev.completions4j.JsonValue;
import dev.completions4j.ServerProfile;
import dev.completions4j.StreamOptions;
import dev.completions4j.Timeout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What travels with the job: requests and clients without their secrets. */
class DescriptionsTest {

    @TempDir
    Path folder;

    @Test
    void theProfilesAreThoseOfTheLibrary() {
        assertThat(Profile.values()).extracting(Profile::toString).containsExactlyElementsOf(ServerProfile.names());
        assertThat(Profile.values()).extracting(Profile::serverProfile).doesNotHaveDuplicates();
    }

    @Test
    void aTemplateKeepsAllPropertiesButPromptAndStreamOptions() throws Exception {
        CompletionRequest request = CompletionRequest.builder()
                .model("m")
                .prompt("not kept")
                .bestOf(3)
                .echo(true)
                .frequencyPenalty(0.5)
                .logitBias(50256, -100)
                .logprobs(2)
                .maxTokens(7)
                .n(2)
                .presencePenalty(-0.5)
                .seed(42)
                .stop("\n", "END")
                .streamOptions(StreamOptions.withUsage())
                .suffix("after")
                .temperature(0.1)
                .topP(0.9)
                .user("u")
                .additionalProperty(
                        "nested",
                        JsonValue.object(Map.of(
                                "list",
                                JsonValue.array(List.of(
                                        JsonValue.of(1.5),
                                        JsonValue.of(true),
                                        JsonValue.nullValue(),
                                        JsonValue.of("x"))))))
                .build();

        RequestTemplate copy = InstantiationUtil.clone(RequestTemplate.of(request));

        assertThat(copy.request("p"))
                .isEqualTo(request.toBuilder().prompt("p").streamOptions(null).build());
    }

    @Test
    void aTemplateOfFewPropertiesSendsNoOthers() throws Exception {
        CompletionRequest request = CompletionRequest.builder().model("m").build();

        assertThat(InstantiationUtil.clone(RequestTemplate.of(request)).properties())
                .isEqualTo(request);
    }

    @Test
    void theSecretIsReadOnTheTaskManagerOnly() throws Exception {
        Path file = Files.writeString(folder.resolve("key"), "sk-very-secret\n");
        CompletionsAsyncFunction<String> function = CompletionsAsyncFunction.<String>builder()
                .client(ClientDescription.builder()
                        .baseUrl("http://localhost:1/v1")
                        .apiKey(Secret.fromFile(file.toString()))
                        .header("X-Tenant", Secret.fromEnvironment("COMPLETIONS4J_TEST_SECRET"))
                        .timeout(Timeout.READ_IDLE, Duration.ofSeconds(5))
                        .build())
                .request(prompt ->
                        CompletionRequest.builder().model("m").prompt(prompt).build())
                .build();

        byte[] serialized = InstantiationUtil.serializeObject(function);

        assertThat(new String(serialized, ISO_8859_1)).contains(file.toString()).doesNotContain("sk-very-secret");
        assertThat(function.toString())
                .contains(file.toString(), "COMPLETIONS4J_TEST_SECRET")
                .doesNotContain("sk-very-secret", "tenant-secret");
        assertThat(Secret.fromFile(file.toString()).read()).isEqualTo("sk-very-secret");
        assertThat(Secret.fromEnvironment("COMPLETIONS4J_TEST_SECRET").read()).isEqualTo("tenant-secret");
    }

    @Test
    void aMissingSecretIsNamed() throws IOException {
        Path empty = Files.writeString(folder.resolve("empty"), " \n");

        assertThatThrownBy(
                        () -> Secret.fromEnvironment("COMPLETIONS4J_TEST_UNSET").read())
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "environment variable COMPLETIONS4J_TEST_UNSET is empty or does not exist; provide it on every"
                                + " task manager");
        assertThatThrownBy(() -> Secret.fromFile(empty.toString()).read())
                .hasMessageStartingWith("file " + empty + " is empty");
        assertThatThrownBy(
                        () -> Secret.fromFile(folder.resolve("none").toString()).read())
                .isInstanceOf(IOException.class)
                .hasMessage("file " + folder.resolve("none")
                        + " is empty or does not exist; provide it on every task manager");
        assertThatThrownBy(() -> Secret.fromFile(" ")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Secret.fromEnvironment("")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anInvalidClientIsRefusedWhenTheJobIsBuilt() {
        assertThatThrownBy(() ->
                        ClientDescription.builder().baseUrl("ftp://localhost").build())
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ClientDescription.builder()
                        .timeout(Timeout.TOTAL, Duration.ZERO)
                        .build())
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> CompletionsAsyncFunction.builder().build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("client is not set");
        assertThatThrownBy(() -> CompletionsAsyncFunction.builder().capacity(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("capacity is 0; it must be positive");
    }
}
