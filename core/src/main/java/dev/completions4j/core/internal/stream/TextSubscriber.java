// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.stream;

import dev.completions4j.Choice;
import dev.completions4j.CompletionChunk;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Forwards the non-empty texts of one choice, and requests another chunk for each one without text. */
final class TextSubscriber implements Flow.Subscriber<CompletionChunk>, NamedCallback {

    private final Flow.Subscriber<? super String> texts;
    private final int index;
    private Flow.@Nullable Subscription subscription;

    TextSubscriber(Flow.Subscriber<? super String> texts, int index) {
        this.texts = texts;
        this.index = index;
    }

    @Override
    public String callbackName() {
        return NamedCallback.of(texts);
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        this.subscription = subscription;
        texts.onSubscribe(subscription);
    }

    @Override
    public void onNext(CompletionChunk chunk) {
        String text = text(chunk);
        if (!text.isEmpty()) {
            texts.onNext(text);
        } else if (subscription != null) {
            subscription.request(1);
        }
    }

    private String text(CompletionChunk chunk) {
        for (Choice choice : chunk.choices()) {
            if (choice.index() == index) {
                return choice.text();
            }
        }
        return "";
    }

    @Override
    public void onError(Throwable failure) {
        texts.onError(failure);
    }

    @Override
    public void onComplete() {
        texts.onComplete();
    }
}
