using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Solar.Specs;

/// <summary>Names a specification by its content: equal canonical texts have equal hashes, on every machine.</summary>
public static class SpecHash
{
    /// <summary>SHA-256 of the UTF-8 bytes of <paramref name="canonicalText"/>, as 64 lower-case hexadecimal digits.</summary>
    public static string Of(string canonicalText)
    {
        using SHA256 sha256 = SHA256.Create();
        var hex = new StringBuilder(64);
        foreach (byte value in sha256.ComputeHash(Encoding.UTF8.GetBytes(canonicalText)))
        {
            hex.Append(value.ToString("x2", CultureInfo.InvariantCulture));
        }

        return hex.ToString();
    }
}
