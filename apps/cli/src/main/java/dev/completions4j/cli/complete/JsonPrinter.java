// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.cli.complete;

import dev.completions4j.Choice;
import dev.completions4j.FinishReason;
import dev.completions4j.JsonValue;
import dev.completions4j.TokenLogprob;
import dev.completions4j.TokenLogprob.TopLogprob;
import dev.completions4j.Usage;
import dev.completions4j.cli.json.ObjectLine;
import dev.completions4j.cli.terminal.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Prints one JSON object for each choice, when the answer has ended. */
final class JsonPrinter implements ChoicePrinter {

    private final Output out;
    private final TreeMap<Integer, Collected> choices = new TreeMap<>();

    private static final class Collected {
        private final StringBuilder text = new StringBuilder();
        private final List<JsonValue> tokens = new ArrayList<>();
        private @Nullable FinishReason finishReason;
    }

    JsonPrinter(Output out) {
        this.out = out;
    }

    @Override
    public void print(Choice choice) {
        Collected collected = choices.computeIfAbsent(choice.index(), index -> new Collected());
        collected.text.append(choice.text());
        if (choice.finishReason() != null) {
            collected.finishReason = choice.finishReason();
        }
        if (choice.logprobs() != null) {
            choice.logprobs().tokens().forEach(token -> collected.tokens.add(json(token)));
        }
    }

    @Override
    public void finish(Answer answer) {
        choices.forEach((index, choice) -> out.println(line(index, choice, answer)));
    }

    private static String line(int index, Collected choice, Answer answer) {
        FinishReason reason = choice.finishReason;
        ObjectLine line = new ObjectLine()
                .add("id", answer.id())
                .add("model", answer.model())
                .add("index", (long) index)
                .add("text", choice.text.toString())
                .add("finish_reason", reason == null ? null : reason.value());
        if (!choice.tokens.isEmpty()) {
            line.add("logprobs", JsonValue.array(choice.tokens));
        }
        Usage usage = answer.usage();
        return line.add("usage", usage == null ? JsonValue.nullValue() : json(usage))
                .toString();
    }

    private static JsonValue json(Usage usage) {
        return new ObjectLine()
                .add("prompt_tokens", usage.promptTokens())
                .add("completion_tokens", usage.completionTokens())
                .add("total_tokens", usage.totalTokens())
                .value();
    }

    private static JsonValue json(TokenLogprob token) {
        List<JsonValue> top = token.top().stream().map(JsonPrinter::json).toList();
        return new ObjectLine()
                .add("token", token.token())
                .add("logprob", token.logprob())
                .add("top", JsonValue.array(top))
                .value();
    }

    private static JsonValue json(TopLogprob token) {
        return new ObjectLine()
                .add("token", token.token())
                .add("logprob", token.logprob())
                .value();
    }
}
