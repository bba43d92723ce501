// SPDX-License-Identifier: Apache-2.0
package dev.completions4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.completions4j.ServerProfile.Range;
import dev.completions4j.ServerProfile.Rule;
import dev.completions4j.ServerProfile.Verdict;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the profiles of older server versions. */
class ProfileVersionsTest {

    @ParameterizedTest
    @CsvSource({
        "0.8.0, REJECTED, ACCEPTED",
        "0.10.2, REJECTED, ACCEPTED",
        "0.11.0, REJECTED, ACCEPTED",
        "0.12.0, REJECTED, IGNORED",
        "0.30.0, REJECTED, IGNORED",
        "0.31.0, ACCEPTED, IGNORED",
        "0.32.0, ACCEPTED, IGNORED",
        "0.99.0, ACCEPTED, IGNORED",
        "1.0.0, ACCEPTED, IGNORED",
    })
    void vllmSupportForSuffixAndBestOfChanged(String version, Verdict suffix, Verdict bestOf) {
        ServerProfile profile = ServerProfile.vllm(version);

        assertThat(profile.verdict("suffix")).isEqualTo(suffix);
        assertThat(profile.verdict("best_of")).isEqualTo(bestOf);
        assertThat(profile.verdict("echo")).isEqualTo(Verdict.ACCEPTED);
        assertThat(profile.name()).isEqualTo("vLLM");
    }

    @ParameterizedTest
    @CsvSource({
        "0.10.2, prompt_logprobs, 'a whole number, at least 0'",
        "0.11.0, prompt_logprobs, 'a whole number, at least -1'",
        "0.10.2, best_of,",
        "0.11.2, best_of, 'a whole number, at most 1'",
        "0.12.0, best_of,",
        "0.23.0, temperature, at least 0",
        "0.24.0, temperature, 0 to 2",
        "0.27.1, stop,",
        "0.28.0, stop, at most 4",
        "0.28.0, logprobs, 'a whole number, at least 0'",
        "0.29.0, logprobs, 'a whole number, at least -1'",
    })
    void vllmsRangesChanged(String version, String property, @Nullable String range) {
        Range its = ServerProfile.vllm(version).ranges().get(property);

        assertThat(its == null ? null : its.toString()).isEqualTo(range);
    }

    @ParameterizedTest
    @CsvSource({"0.11.2, 0", "0.12.0, 1", "0.21.0, 1", "0.22.0, 2"})
    void newerVllmValidatesMoreTexts(String version, int more) {
        assertThat(ServerProfile.vllm(version).rules())
                .contains(Rule.noEmptyText("stop"))
                .filteredOn(rule -> rule instanceof Rule.NoEmptyText)
                .hasSize(1 + more);
    }

    @Test
    void olderVllmAcceptsStreamedBeams() {
        assertThat(ServerProfile.vllm("0.16.0").rules()).doesNotContain(Rule.notWith("use_beam_search", "stream"));
        assertThat(ServerProfile.vllm("0.20.0").rules()).contains(Rule.notWith("use_beam_search", "stream"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"0.32", "v0.32.1", " 0.32.0 ", "0.32.0rc1", "0.32.1.dev4+g0123abc.cpu", "0.31.0.post1", "2.0"})
    void parsesVersionsAsPrinted(String version) {
        assertThat(ServerProfile.vllm(version)).isEqualTo(ServerProfile.vllm());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "latest", "0", "0.", "0.x", "-1.0", "0.32 0", "nightly-0.32.0", "0.123456"})
    void rejectsInvalidVersions(String version) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServerProfile.vllm(version))
                .withMessage("version is \"" + version
                        + "\"; write it as in 0.11.0, or leave it out for the newest version that was checked");
    }

    @Test
    void rejectsUncheckedVersions() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServerProfile.vllm("0.7.3"))
                .withMessage("version is 0.7.3; versions before 0.8 were not checked, use"
                        + " ServerProfile.compatible() for them");
    }

    @ParameterizedTest
    @CsvSource({
        "1, REJECTED",
        "6451, REJECTED",
        "6452, IGNORED",
        "7710, IGNORED",
        "11549, IGNORED",
        "2147483647, IGNORED",
    })
    void olderLlamaCppRejectsPropertiesThatItNowIgnores(int build, Verdict verdict) {
        ServerProfile profile = ServerProfile.llamaCpp(build);

        assertThat(profile.verdict("best_of")).isEqualTo(verdict);
        assertThat(profile.verdict("echo")).isEqualTo(verdict);
        assertThat(profile.verdict("suffix")).isEqualTo(verdict);
        assertThat(profile.name()).isEqualTo("llama.cpp");
    }

    @ParameterizedTest
    @CsvSource({
        "6451, n, 1",
        "6452, n, 'a whole number, at least 1'",
        "9712, max_tokens,",
        "9713, max_tokens, 'a whole number, at least -1'",
        "10565, repeat_last_n,",
        "10566, repeat_last_n, 'a whole number, at least 0'",
        "10566, dry_penalty_last_n, 'a whole number, at least 0'",
        "10566, repeat_penalty, greater than 0",
    })
    void llamaCppsRangesChanged(int build, String property, @Nullable String range) {
        Range its = ServerProfile.llamaCpp(build).ranges().get(property);

        assertThat(its == null ? null : its.toString()).isEqualTo(range);
    }

    @Test
    void theNewestBuildIsTheDefault() {
        assertThat(ServerProfile.llamaCpp(11549)).isEqualTo(ServerProfile.llamaCpp());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void rejectsInvalidBuilds(int build) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServerProfile.llamaCpp(build))
                .withMessageStartingWith("build is " + build + "; pass the number that llama-server --version prints");
    }

    @Test
    void aVerdictReplacesThePreviousOneAndAcceptRemovesIt() {
        ServerProfile.Builder builder = ServerProfile.builder("mine")
                .reject("a", "b")
                .ignore("b")
                .range("c", Range.atLeast(1))
                .rule(Rule.notWith("c", "a"))
                .rejectInStreams("c");

        assertThat(builder.build().rejected()).containsExactly("a");
        assertThat(builder.build().ignored()).containsExactly("b");
        assertThat(builder.accept("a", "b", "c", "best_of", "n").build())
                .isEqualTo(ServerProfile.builder("mine").accept("best_of", "n").build());
        assertThat(builder.build().rules()).isEmpty();
        assertThat(builder.build().ranges()).isEmpty();
    }

    @Test
    void theCompatibleProfileDeclaresNothingIgnored() {
        ServerProfile profile = ServerProfile.compatible();

        assertThat(profile.ignored()).isEmpty();
        assertThat(profile.rejected()).isEmpty();
        assertThat(profile.ranges()).containsOnlyKeys("n");
        assertThat(profile.rules()).isEmpty();
        assertThat(profile.tokenizer()).isNull();
    }
}
