// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests.servers;

import dev.completions4j.ServerProfile;
import dev.completions4j.extensions.LlamaCppParameters;
import dev.completions4j.extensions.VllmParameters;
import dev.completions4j.testkit.model.Dialect;
import java.util.Map;

/** The suite's knowledge of a server. */
@SuppressWarnings("ImmutableEnumChecker") // The maps and their values are immutable.
enum KnownServer {
    LLAMA_CPP(
            "llama.cpp",
            ServerProfile.llamaCpp(),
            Dialect.LLAMA_CPP,
            "llama-cpp.txt",
            LlamaCppParameters.Builder.class,
            ParameterSamples.LLAMA_CPP,
            OwnResults.LLAMA_CPP,
            Deviations.LLAMA_CPP),
    VLLM(
            "vLLM",
            ServerProfile.vllm(),
            Dialect.VLLM,
            "vllm.txt",
            VllmParameters.Builder.class,
            ParameterSamples.VLLM,
            OwnResults.VLLM,
            Deviations.VLLM);

    private final String label;
    private final ServerProfile profile;
    private final Dialect dialect;
    private final String record;
    private final Class<?> parameters;
    private final Map<String, Object> samples;
    private final OwnResults results;
    private final Deviations deviations;

    KnownServer(
            String label,
            ServerProfile profile,
            Dialect dialect,
            String record,
            Class<?> parameters,
            Map<String, Object> samples,
            OwnResults results,
            Deviations deviations) {
        this.label = label;
        this.profile = profile;
        this.dialect = dialect;
        this.record = record;
        this.parameters = parameters;
        this.samples = samples;
        this.results = results;
        this.deviations = deviations;
    }

    /** Returns the server's name. */
    String label() {
        return label;
    }

    ServerProfile profile() {
        return profile;
    }

    Dialect dialect() {
        return dialect;
    }

    /** Returns the name of the file with the recorded responses of the real server. */
    String record() {
        return record;
    }

    /** Returns the builder of the server's own parameters. */
    Class<?> parameters() {
        return parameters;
    }

    /** Returns a value for each setter of the builder, by the name of the setter. */
    Map<String, Object> samples() {
        return samples;
    }

    /** Returns the server-specific results. */
    OwnResults results() {
        return results;
    }

    /** Returns the deliberate differences between our rules and those of the server. */
    Deviations deviations() {
        return deviations;
    }
}
