// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.model;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The likelihood of a token at its position: made up, but deterministic for a token and a position, and consistent: the
 * token is the most likely one, and the probabilities add up to at most one.
 */
final class TokenLikelihood {

    private final String token;
    private final Set<String> banned;
    private final int hash;
    private final double logprob;

    /**
     * @param position the index of the token, counted from the beginning of the prompt
     * @param banned the tokens that are never reported
     */
    TokenLikelihood(String token, int position, Set<String> banned) {
        this.token = token;
        this.banned = banned;
        this.hash = Math.floorMod((token.hashCode() + position) * 0x9E3779B9, 600);
        // Greater than log(1/2), so no other token can be more likely.
        this.logprob = rounded(-(1 + hash) / 1000.0);
    }

    /** Returns the natural logarithm of the probability. */
    double logprob() {
        return logprob;
    }

    /**
     * Returns the log probabilities of the most likely tokens, this one first.
     *
     * @param count the maximum number of tokens; -1 for all
     */
    Map<String, Double> top(int count) {
        int vocabulary = Vocabulary.WORDS.size();
        int shown = count < 0 ? vocabulary : count;
        Map<String, Double> top = new LinkedHashMap<>();
        top.put(token, logprob);
        double rest = 1 - StrictMath.exp(logprob);
        for (int i = hash; top.size() < shown && i < hash + vocabulary; i++) {
            String other = Vocabulary.WORDS.get(i % vocabulary);
            if (!other.equals(token) && !banned.contains(other)) {
                rest /= 2;
                top.put(other, rounded(StrictMath.log(rest)));
            }
        }
        return top;
    }

    private static double rounded(double value) {
        return StrictMath.rint(value * 10_000) / 10_000;
    }
}
