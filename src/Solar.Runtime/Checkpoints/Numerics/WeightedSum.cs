using System;
using System.Collections.Generic;
using System.Numerics;

namespace Solar.Runtime.Checkpoints;

/// <summary>
/// Sums over float32 in double precision. The order of additions does not depend on the machine's vectors for <see cref="Combine"/>, so
/// that its results are equal everywhere; <see cref="Dot"/> sums by lanes.
/// </summary>
internal static class WeightedSum
{
    /// <summary>The sum of vectors times their weights, rounded once.</summary>
    /// <param name="vectors">At least <paramref name="result"/>'s length each.</param>
    /// <param name="weights">One for each vector.</param>
    /// <param name="result">The sum; it may be one of the vectors.</param>
    public static void Combine(IReadOnlyList<float[]> vectors, ReadOnlySpan<double> weights, Span<float> result)
    {
        int i = 0;
        for (; i <= result.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<double> low = Vector<double>.Zero, high = Vector<double>.Zero;
            for (int k = 0; k < weights.Length; k++)
            {
                Vector.Widen(new Vector<float>(vectors[k], i), out Vector<double> a, out Vector<double> b);
                low += a * weights[k];
                high += b * weights[k];
            }

            Vector.Narrow(low, high).CopyTo(result[i..]);
        }

        for (; i < result.Length; i++)
        {
            double sum = 0;
            for (int k = 0; k < weights.Length; k++)
            {
                sum += vectors[k][i] * weights[k];
            }

            result[i] = (float)sum;
        }
    }

    /// <summary>The scalar product.</summary>
    public static double Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        Vector<double> low = Vector<double>.Zero, high = Vector<double>.Zero;
        int i = 0;
        for (; i <= a.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector.Widen(new Vector<float>(a[i..]), out Vector<double> aLow, out Vector<double> aHigh);
            Vector.Widen(new Vector<float>(b[i..]), out Vector<double> bLow, out Vector<double> bHigh);
            low += aLow * bLow;
            high += aHigh * bHigh;
        }

        double sum = Vector.Sum(low + high);
        for (; i < a.Length; i++)
        {
            sum += (double)a[i] * b[i];
        }

        return sum;
    }

    /// <summary>Takes one vector from another in float32, as differences from a base are defined.</summary>
    /// <param name="vector">What is changed.</param>
    /// <param name="subtrahend">What is taken from it.</param>
    public static void Subtract(Span<float> vector, ReadOnlySpan<float> subtrahend)
    {
        int i = 0;
        for (; i <= vector.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            (new Vector<float>(vector[i..]) - new Vector<float>(subtrahend[i..])).CopyTo(vector[i..]);
        }

        for (; i < vector.Length; i++)
        {
            vector[i] -= subtrahend[i];
        }
    }

    /// <summary>The sum of magnitudes.</summary>
    public static double SumOfMagnitudes(ReadOnlySpan<float> values)
    {
        double sum = 0;
        foreach (float value in values)
        {
            sum += Math.Abs(value);
        }

        return sum;
    }
}
