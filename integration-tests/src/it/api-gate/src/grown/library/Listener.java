// SPDX-License-Identifier: Apache-2.0
package library;

/** Adds a default method. */
public interface Listener {
    void onAnswer(Answer answer);

    default void onEnd() {}

    default void onRetry() {}
}
