// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core;

import dev.completions4j.CompletionChunk;
import dev.completions4j.testkit.RecordingSubscriber;

/** Requests unbounded demand and keeps nothing. */
final class CountingSubscriber extends RecordingSubscriber {

    long characters;

    CountingSubscriber() {
        super(Long.MAX_VALUE);
    }

    @Override
    public void onNext(CompletionChunk chunk) {
        characters += chunk.text().length();
    }
}
