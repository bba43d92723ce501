// SPDX-License-Identifier: Apache-2.0
package library;

/** Adds an abstract method. */
public interface Listener {
    void onAnswer(Answer answer);

    default void onEnd() {}

    void onRetry();
}
