using System;
using System.Globalization;
using System.Linq;
using Solar.Specs;

namespace Solar.Families;

/// <summary>Numbers as Python's <c>json</c> writes them, so that a config.json reads as one that transformers wrote.</summary>
internal static class PythonNumber
{
    /// <summary>Python's <c>repr</c> of a float: <c>10000.0</c>, <c>0.02</c>, <c>1e-05</c>, <c>1e+16</c>.</summary>
    public static string Float(double value)
    {
        if (value == 0)
        {
            return "0.0";
        }

        // The canonical text has the shortest digits that read back to the same double, in .NET's choice of notation.
        string canonical = ConfigValue.Of(Math.Abs(value)).Canonical;
        int e = canonical.IndexOf('e');
        string mantissa = e < 0 ? canonical : canonical.Substring(0, e);
        int exponent = e < 0 ? 0 : int.Parse(canonical.Substring(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

        int point = mantissa.IndexOf('.');
        string digits = mantissa.Replace(".", "");
        int leading = digits.TakeWhile(digit => digit == '0').Count();
        int decimalPoint = (point < 0 ? mantissa.Length : point) + exponent - leading;      // digits before the decimal point
        digits = digits.Substring(leading).TrimEnd('0');

        string text = decimalPoint switch
        {
            > 16 or < -3 => Scientific(digits, decimalPoint - 1),
            <= 0 => "0." + new string('0', -decimalPoint) + digits,
            _ when digits.Length <= decimalPoint => digits + new string('0', decimalPoint - digits.Length) + ".0",
            _ => digits.Substring(0, decimalPoint) + "." + digits.Substring(decimalPoint),
        };
        return value < 0 ? "-" + text : text;
    }

    private static string Scientific(string digits, int exponent)
    {
        string mantissa = digits.Length == 1 ? digits : digits.Substring(0, 1) + "." + digits.Substring(1);
        string sign = exponent < 0 ? "-" : "+";
        return mantissa + "e" + sign + Math.Abs(exponent).ToString("00", CultureInfo.InvariantCulture);
    }
}
