// SPDX-License-Identifier: Apache-2.0
package library;

/** An interface that users implement. */
public interface Listener {
    void onAnswer(Answer answer);

    default void onEnd() {}
}
