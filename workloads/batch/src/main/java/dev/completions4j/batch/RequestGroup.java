// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

import dev.completions4j.CompletionRequest;
import dev.completions4j.Prompt;
import dev.completions4j.TokenIds;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Neighboring requests that can be sent as one, since they differ only in their prompts. Used by one thread. */
final class RequestGroup {

    private final List<PendingRequest> requests = new ArrayList<>();

    /** The highest number of requests. */
    private final int capacity;

    /** What all requests have in common; null if the first cannot be joined with others. */
    private final @Nullable CompletionRequest parameters;

    /** @param mostRequests the highest number of requests */
    RequestGroup(PendingRequest first, int mostRequests) {
        capacity = isJoinable(first) ? mostRequests : 1;
        parameters = capacity > 1 ? withoutPrompt(first) : null;
        requests.add(first);
    }

    /** Adds a request if it can be sent together with the others; returns whether it is added. */
    boolean join(PendingRequest request) {
        boolean fits = !isFull()
                && isJoinable(request)
                && isText(request) == isText(requests.get(0))
                && withoutPrompt(request).equals(parameters);
        return fits && requests.add(request);
    }

    private static boolean isJoinable(PendingRequest request) {
        return isText(request) || request.request().prompt() instanceof Prompt.Tokens;
    }

    private static boolean isText(PendingRequest request) {
        return request.request().prompt() instanceof Prompt.Text;
    }

    private static CompletionRequest withoutPrompt(PendingRequest request) {
        return request.request().toBuilder().prompt((Prompt) null).build();
    }

    /** Returns whether no further request can be added. */
    boolean isFull() {
        return requests.size() == capacity;
    }

    /** Returns the number of requests. */
    int size() {
        return requests.size();
    }

    /** Returns a call for all requests. */
    BatchCall call() {
        if (requests.size() == 1) {
            return BatchCall.of(requests.get(0));
        }
        List<String> texts = new ArrayList<>(requests.size());
        List<TokenIds> tokens = new ArrayList<>();
        for (PendingRequest request : requests) {
            if (request.request().prompt() instanceof Prompt.Text text) {
                texts.add(text.text());
            } else if (request.request().prompt() instanceof Prompt.Tokens ids) {
                tokens.add(ids.ids());
            }
        }
        Prompt prompt = tokens.isEmpty() ? new Prompt.Texts(texts) : new Prompt.TokenLists(tokens);
        return new BatchCall(
                requests, requests.get(0).request().toBuilder().prompt(prompt).build());
    }
}
