// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.flink;

import dev.completions4j.Choice;
import dev.completions4j.Completion;
import dev.completions4j.CompletionsClientException;
import dev.completions4j.Logprobs;
import dev.completions4j.ResponseInfo;
import dev.completions4j.TokenLogprob;
import dev.completions4j.Usage;
import dev.completions4j.transport.HttpHeaders;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.GenericMapData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.LogicalType;
import org.jspecify.annotations.Nullable;

/** The columns that a model can have in {@code OUTPUT} after its first one, which is the text. */
enum OutputColumn {
    CHOICE_INDEX,
    FINISH_REASON,
    TOKENS,
    TOKEN_LOGPROBS,
    PROMPT_TOKENS,
    COMPLETION_TOKENS,
    TOTAL_TOKENS,
    RESPONSE_ID,
    RESPONSE_MODEL,
    ERROR_STRING,
    ERROR_KIND,
    HTTP_STATUS_CODE,
    HTTP_HEADERS_MAP;

    /** Returns the type, which is nullable. */
    LogicalType type() {
        DataType type = switch (this) {
            case CHOICE_INDEX, HTTP_STATUS_CODE -> DataTypes.INT();
            case FINISH_REASON, RESPONSE_ID, RESPONSE_MODEL, ERROR_STRING, ERROR_KIND -> DataTypes.STRING();
            case PROMPT_TOKENS, COMPLETION_TOKENS, TOTAL_TOKENS -> DataTypes.BIGINT();
            case TOKENS -> DataTypes.ARRAY(DataTypes.STRING());
            case TOKEN_LOGPROBS -> DataTypes.ARRAY(DataTypes.DOUBLE());
            case HTTP_HEADERS_MAP -> DataTypes.MAP(DataTypes.STRING(), DataTypes.ARRAY(DataTypes.STRING()));
        };
        return type.getLogicalType();
    }

    /** Returns whether the column describes failures. */
    boolean isError() {
        return switch (this) {
            case ERROR_STRING, ERROR_KIND, HTTP_STATUS_CODE, HTTP_HEADERS_MAP -> true;
            default -> false;
        };
    }

    /** Returns whether the column has the server's token counts. */
    boolean isUsage() {
        return switch (this) {
            case PROMPT_TOKENS, COMPLETION_TOKENS, TOTAL_TOKENS -> true;
            default -> false;
        };
    }

    /** Returns the value for a choice, in Flink's internal representation; null if there is none. */
    @Nullable Object of(Completion completion, Choice choice) {
        Usage usage = completion.usage();
        return switch (this) {
            case CHOICE_INDEX -> choice.index();
            case FINISH_REASON ->
                choice.finishReason() == null
                        ? null
                        : string(choice.finishReason().value());
            case TOKENS -> array(choice.logprobs(), token -> string(token.token()));
            case TOKEN_LOGPROBS -> array(choice.logprobs(), TokenLogprob::logprob);
            case PROMPT_TOKENS -> usage == null ? null : usage.promptTokens();
            case COMPLETION_TOKENS -> usage == null ? null : usage.completionTokens();
            case TOTAL_TOKENS -> usage == null ? null : usage.totalTokens();
            case RESPONSE_ID -> string(completion.id());
            case RESPONSE_MODEL -> string(completion.model());
            case ERROR_STRING, ERROR_KIND, HTTP_STATUS_CODE, HTTP_HEADERS_MAP -> null;
        };
    }

    /** Returns the value for a failure, in Flink's internal representation; null if there is none. */
    @Nullable Object of(Throwable failure) {
        Failure described = Failure.of(failure);
        return switch (this) {
            case ERROR_STRING -> string(described.message());
            case ERROR_KIND -> string(described.kind());
            case HTTP_STATUS_CODE -> described.status();
            case HTTP_HEADERS_MAP -> headers(failure);
            default -> null;
        };
    }

    /**
     * Returns the column of a name; null if there is none.
     *
     * @param name case-insensitive, with underscores or with hyphens, as Flink's own provider has them
     */
    static @Nullable OutputColumn named(String name) {
        String constant = name.toUpperCase(Locale.ROOT).replace('-', '_');
        return Stream.of(values())
                .filter(each -> each.name().equals(constant))
                .findFirst()
                .orElse(null);
    }

    /** Returns the names and types of all columns, for messages. */
    static String all() {
        return Stream.of(values())
                .map(each ->
                        each.name().toLowerCase(Locale.ROOT) + " " + each.type().asSummaryString())
                .collect(Collectors.joining(", "));
    }

    private static StringData string(String text) {
        return StringData.fromString(text);
    }

    private static @Nullable Object array(
            @Nullable Logprobs logprobs, Function<TokenLogprob, @Nullable Object> element) {
        if (logprobs == null) {
            return null;
        }
        List<@Nullable Object> elements = new ArrayList<>();
        logprobs.tokens().forEach(token -> elements.add(element.apply(token)));
        return new GenericArrayData(elements.toArray());
    }

    private static @Nullable Object headers(Throwable failure) {
        ResponseInfo response = failure instanceof CompletionsClientException exception ? exception.response() : null;
        return response == null ? null : map(response.headers());
    }

    private static Object map(HttpHeaders headers) {
        Map<StringData, List<StringData>> values = new LinkedHashMap<>();
        headers.forEach((name, value) ->
                values.computeIfAbsent(string(name), each -> new ArrayList<>()).add(string(value)));
        Map<StringData, GenericArrayData> arrays = new LinkedHashMap<>();
        values.forEach((name, each) -> arrays.put(name, new GenericArrayData(each.toArray())));
        return new GenericMapData(arrays);
    }
}
