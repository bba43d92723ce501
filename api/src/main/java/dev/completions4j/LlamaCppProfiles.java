// SPDX-License-Identifier: Apache-2.0
package dev.completions4j;

import dev.completions4j.ServerProfile.Range;
import dev.completions4j.ServerProfile.TokenizerApi;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The profiles of llama.cpp's server, one for each span of builds with equal rules. Each rule was observed at running
 * servers: those of builds 8672, 9294, 9538, 9713, 9873, 10068, 10229, 10566, 11063 and 11549, and four of 2025 whose
 * builds are not known. Of these, the servers of November 1, 19 and 29 rejected what that of December 20 ignored. Build
 * 6451 is of September 2025, and build 7710 of January 2026.
 *
 * <p>A span begins with the first build that is known to have its rules, so that nothing is rejected here that a build
 * in between might accept.
 */
final class LlamaCppProfiles {

    /** Keyed by the first build to which a profile applies. */
    private static final NavigableMap<Integer, ServerProfile> BY_FIRST_BUILD = new TreeMap<>();

    private static final ServerProfile OLDEST = ServerProfile.builder("llama.cpp")
            .reject("best_of", "echo", "suffix")
            .range("n", Range.between(1, 1))
            .tokenizer(TokenizerApi.LLAMA_CPP)
            .build();

    /** Builds 6452 to 7709 are not known to reject or to ignore; either way, the properties have no effect. */
    private static final ServerProfile FROM_6452 = OLDEST.toBuilder()
            .ignore("best_of", "echo", "suffix")
            // The server's number of slots is the upper bound.
            .range("n", Range.atLeast(1).wholeNumbers())
            .build();

    private static final ServerProfile FROM_9713 = FROM_6452.toBuilder()
            .range("max_tokens", Range.atLeast(-1).wholeNumbers())
            .range("min_keep", Range.atLeast(0).wholeNumbers())
            .range("n_keep", Range.atLeast(-1).wholeNumbers())
            .build();

    /** Up to build 10229, -1 means the whole context. */
    private static final ServerProfile FROM_10566 = FROM_9713.toBuilder()
            .range("dry_penalty_last_n", Range.atLeast(0).wholeNumbers())
            .range("repeat_last_n", Range.atLeast(0).wholeNumbers())
            .range("repeat_penalty", Range.greaterThan(0))
            .build();

    static final ServerProfile NEWEST = FROM_10566;

    static {
        BY_FIRST_BUILD.putAll(Map.of(1, OLDEST, 6452, FROM_6452, 9713, FROM_9713, 10566, FROM_10566));
    }

    private LlamaCppProfiles() {}

    static ServerProfile of(int build) {
        if (build < 1) {
            throw new IllegalArgumentException("build is " + build
                    + "; pass the number that llama-server --version prints, or none for the newest build that was"
                    + " checked");
        }
        return Objects.requireNonNull(BY_FIRST_BUILD.floorEntry(build)).getValue();
    }
}
