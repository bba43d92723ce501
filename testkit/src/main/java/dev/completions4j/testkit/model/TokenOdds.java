// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.model;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * How likely a token was in its place: made up, but always the same for the same token in the same place, and in
 * keeping with probabilities: the token is the likeliest, and the sum is at most one.
 */
final class TokenOdds {

    private final String token;
    private final Set<String> banned;
    private final int hash;
    private final double logprob;

    /**
     * @param position of the token, counted from the beginning of the prompt
     * @param banned tokens that are not likely at all
     */
    TokenOdds(String token, int position, Set<String> banned) {
        this.token = token;
        this.banned = banned;
        this.hash = Math.floorMod((token.hashCode() + position) * 0x9E3779B9, 600);
        // Above log(1/2): no other token can be likelier.
        this.logprob = rounded(-(1 + hash) / 1000.0);
    }

    /** Its natural logarithm. */
    double logprob() {
        return logprob;
    }

    /**
     * The log probabilities of the likeliest tokens, this one first.
     *
     * @param count how many, of no more than there are; -1 for all
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
