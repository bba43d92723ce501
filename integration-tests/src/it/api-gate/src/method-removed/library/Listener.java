// SPDX-License-Identifier: Apache-2.0
package library;

/** Removes a method. */
public interface Listener {
    void onAnswer(Answer answer);
}
