package dev.completions4j.core.attempt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.regex.Pattern.CASE_INSENSITIVE;

import dev.completions4j.ApiError;
import dev.completions4j.ApiException;
import dev.completions4j.CallOptions;
import dev.completions4j.Completion;
import dev.completions4j.MalformedResponseException;
import dev.completions4j.ResponseInfo;
import dev.completions4j.core.chunk.ApiErrors;
import dev.completions4j.core.chunk.ErrorKinds;
import dev.completions4j.core.chunk.Excerpt;
import dev.completions4j.core.credential.Secrets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes exceptions of what a server sent, in which the client's key does not appear, even if the server repeats it. */
public final class Failures {

    private static final int EXCERPT = 1024;

    /** Shorter words are no secrets, but the names of schemes, and keys such as {@code none}. */
    private static final int MIN_SECRET = 8;

    private static final String HIDDEN = "***";

    private static final Pattern SECRET_NAME = Pattern.compile("auth|key|token|secret|cookie|sig", CASE_INSENSITIVE);

    private final Secrets keys;

    /** Of the call's own; longest first, so that none leaves a rest of another. */
    private final List<String> secrets;

    /**
     * @param keys what no text may show
     */
    public Failures(Secrets keys) {
        this(keys, List.of());
    }

    private Failures(Secrets keys, List<String> secrets) {
        this.keys = keys;
        this.secrets = secrets;
    }

    /** Failures of calls with these options, the credentials among which do not appear either. */
    public Failures hiding(CallOptions options) {
        List<String> more = new ArrayList<>();
        options.headers().forEach((name, value) -> addSecrets(name, value, more));
        options.queryParameters().forEach((name, value) -> addSecrets(name, value, more));
        if (more.isEmpty()) {
            return this;
        }
        more.addAll(secrets);
        more.sort(Comparator.comparingInt(String::length).reversed());
        return new Failures(keys, List.copyOf(more));
    }

    private static void addSecrets(String name, String value, List<String> secrets) {
        if (SECRET_NAME.matcher(name).find()) {
            for (String word : value.split(" ", -1)) {
                if (word.length() >= MIN_SECRET) {
                    secrets.add(word);
                }
            }
        }
    }

    /** The answer has the status of an error, or a redirect's. */
    public ApiException errorStatus(ResponseInfo response, BodyBuffer body) {
        return api(ApiErrors.ofErrorBody(body.bytes(), body.length()), response, null);
    }

    /** The answer is an error, whatever its status. */
    public ApiException api(ApiError error, ResponseInfo response, @Nullable Completion partial) {
        ApiError shown = new ApiError(
                // Hidden before it is cut, so that no part of a secret is left at the end.
                Excerpt.of(hide(error.message()), EXCERPT),
                hideNullable(error.type()),
                hideNullable(error.code()),
                hideNullable(error.param()),
                hide(error.body()));
        return new ApiException(ErrorKinds.of(response.status(), error), shown, response, partial);
    }

    /**
     * The answer is not what it should be.
     *
     * @param problem a sentence without its full stop
     * @param bytes the part that is wrong, in its first {@code length} bytes
     */
    public MalformedResponseException malformed(
            String problem, byte[] bytes, int length, ResponseInfo response, @Nullable Completion partial) {
        // A character has at most four bytes; what is cut off here is cut again below.
        String text = hide(new String(bytes, 0, Math.min(length, 8 * EXCERPT), UTF_8));
        return new MalformedResponseException(
                hide(problem) + ". It begins: " + Excerpt.of(text, EXCERPT), null, response, partial);
    }

    private @Nullable String hideNullable(@Nullable String text) {
        return text == null ? null : hide(text);
    }

    /** As JSON may have it, whose writers may put a backslash before a slash. */
    private static String escaped(String secret) {
        return secret.replace("\\", "\\\\").replace("\"", "\\\"").replace("/", "\\/");
    }

    private String hide(String text) {
        String shown = text;
        for (String secret : secrets) {
            shown = hide(secret, shown);
        }
        for (String key : keys.keys()) {
            shown = key.length() < MIN_SECRET ? shown : hide(key, shown);
        }
        return shown;
    }

    private static String hide(String secret, String text) {
        return text.replace(secret, HIDDEN).replace(escaped(secret), HIDDEN);
    }
}
