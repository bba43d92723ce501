// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DecimalsTest {

    private static final int NUMBERS = 200_000;

    @Test
    void agreesWithTheJdkOnAnyDigits() {
        Random random = new Random(1);
        int told = 0;
        for (int i = 0; i < NUMBERS; i++) {
            told += agrees(random.nextLong() >>> (1 + random.nextInt(63)), random.nextInt(-70, 30));
        }

        assertThat(told).isGreaterThan(NUMBERS / 2);
    }

    @Test
    void tellsAlmostAllSinglePrecisionNumbers() {
        Random random = new Random(2);
        int told = 0;
        for (int i = 0; i < NUMBERS; i++) {
            BigDecimal number = new BigDecimal(Double.toString((float) random.nextDouble(1e-7, 30)));
            told += agrees(number.unscaledValue().longValueExact(), -number.scale());
        }

        assertThat(told).isGreaterThan(NUMBERS / 100 * 97);
    }

    /** The middle between two doubles is rounded to the even one, and its neighbors away from it. */
    @Test
    void agreesWithTheJdkCloseToTheMiddleBetweenTwoDoubles() {
        Random random = new Random(3);
        for (int i = 0; i < NUMBERS; i++) {
            double from = Double.longBitsToDouble(Double.doubleToLongBits(1e-9 + random.nextDouble()) | 1);
            BigDecimal middle =
                    new BigDecimal(from).add(new BigDecimal(Math.nextUp(from))).divide(BigDecimal.valueOf(2));
            BigInteger digits = middle.unscaledValue();
            int exponent = -middle.scale();
            while (digits.bitLength() > 62) {
                digits = digits.divide(BigInteger.TEN);
                exponent++;
            }
            for (int step = -1; step <= 1; step++) {
                agrees(digits.longValueExact() + step, exponent);
            }
        }
        for (long odd = (1L << 53) + 1; odd < (1L << 53) + 1000; odd += 2) {
            agrees(odd, 0);
            agrees(odd * 10, -1);
            agrees(odd * 100, -2);
        }
    }

    @Test
    void readsZero() {
        assertThat(Decimals.nearest(0, 0)).isZero();
        assertThat(Decimals.nearest(0, -22)).isZero();
        assertThat(Decimals.nearest(0, -40)).isNaN();
    }

    /** Returns 1 if the result was told. */
    private static int agrees(long significand, int exponent) {
        double nearest = Decimals.nearest(significand, exponent);
        if (Double.isNaN(nearest)) {
            return 0;
        }
        assertThat(nearest)
                .as("%se%s", significand, exponent)
                .isEqualTo(Double.parseDouble(significand + "e" + exponent));
        return 1;
    }
}
