using System;
using System.IO;
using System.Linq;
using System.Security.Cryptography;

namespace Solar.Runtime.Text;

/// <summary>The files of a tokenizer as one text.</summary>
internal static class TokenizerFiles
{
    /// <summary>Names and hashes of files, those that are not there left out.</summary>
    public static string Fingerprint(params string[] files) => string.Join(';', files
        .Where(File.Exists)
        .Select(file => $"{Path.GetFileName(file)} {Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)))}"));
}
