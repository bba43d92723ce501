// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.internal.json;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** A JSON string, number, boolean or null. */
public final class ValueNode extends JsonNode {

    private static final ValueNode NULL = new ValueNode(Type.NULL, null);

    private final Type type;
    private final @Nullable Object value;

    private ValueNode(Type type, @Nullable Object value) {
        this.type = type;
        this.value = value;
    }

    public static ValueNode ofNull() {
        return NULL;
    }

    public static ValueNode of(boolean value) {
        return new ValueNode(Type.BOOLEAN, value);
    }

    /**
     * Returns a number.
     *
     * @throws NumberFormatException if the number is infinite or NaN, or if its {@code toString} is not a number
     */
    public static ValueNode of(Number value) {
        boolean exact = value instanceof Integer
                || value instanceof Long
                || value instanceof BigInteger
                || value instanceof BigDecimal;
        return new ValueNode(Type.NUMBER, exact ? value : new BigDecimal(value.toString()));
    }

    /** Returns a string, or a JSON null. */
    public static ValueNode of(@Nullable String value) {
        return value == null ? NULL : new ValueNode(Type.STRING, value);
    }

    @Override
    public Type type() {
        return type;
    }

    @Override
    public boolean isIntegralNumber() {
        return type == Type.NUMBER && !(value instanceof BigDecimal);
    }

    @Override
    public boolean booleanValue() {
        return value instanceof Boolean bool ? bool : super.booleanValue();
    }

    @Override
    public Number numberValue() {
        return value instanceof Number number ? number : super.numberValue();
    }

    @Override
    public String stringValue() {
        return value instanceof String string ? string : super.stringValue();
    }

    @Override
    void write(JsonGenerator generator) {
        switch (type) {
            case STRING -> generator.writeString(stringValue());
            case NUMBER -> generator.writeNumber(numberValue().toString());
            case BOOLEAN -> generator.writeBoolean(booleanValue());
            default -> generator.writeNull();
        }
    }

    /** Numbers are equal if their values are, regardless of their notation, such as 7 and 7.0. */
    @Override
    public boolean equals(@Nullable Object other) {
        if (!(other instanceof ValueNode node) || node.type != type) {
            return false;
        }
        return switch (type) {
            case STRING -> stringValue().equals(node.stringValue());
            case NUMBER -> decimal().compareTo(node.decimal()) == 0;
            case BOOLEAN -> booleanValue() == node.booleanValue();
            default -> true;
        };
    }

    @Override
    public int hashCode() {
        return switch (type) {
            case STRING -> stringValue().hashCode();
            case NUMBER -> Double.hashCode(numberValue().doubleValue());
            case BOOLEAN -> Boolean.hashCode(booleanValue());
            default -> 0;
        };
    }

    private BigDecimal decimal() {
        return numberValue() instanceof BigDecimal decimal
                ? decimal
                : new BigDecimal(numberValue().toString());
    }
}
