using System.Collections.Generic;
using System.IO;
using System.Text;

namespace Solar.Runtime.Tests.Native;

/// <summary>
/// Writes the least ELF64 library that has version needs: one symbol, bound to the version that a test asks about,
/// with or without a relocation that refers to it.
/// </summary>
internal static class SyntheticLibrary
{
    public const string Version = "GLIBCXX_3.4.32";

    public const string Symbol = "_ZSt21ios_base_library_initv";

    /// <summary>Where the flags of the version need are in the file.</summary>
    public const int FlagsOffset = Header + VersionNeedStart + 16 + 4;

    private const int Header = 64;
    private const int VersionIndex = 18;
    private const int VersionNeedStart = 128;

    public static byte[] Write(bool isRelocated = false, ushort machine = 62, string version = Version)
    {
        byte[] strings = Encoding.ASCII.GetBytes($"\0libstdc++.so.6\0{version}\0{Symbol}\0");
        int versionName = 1 + "libstdc++.so.6".Length + 1;
        int symbolName = versionName + version.Length + 1;

        // Sections one after another, each at a multiple of 128 behind the header.
        List<(uint Type, byte[] Bytes, int EntrySize, int Link)> sections =
        [
            (11, Bytes(w => { w.Write(new byte[24]); w.Write((uint)symbolName); w.Write(new byte[20]); }), 24, 2),
            (0x6ffffffe, Bytes(w =>
            {
                w.Write((ushort)1); w.Write((ushort)1); w.Write(1u); w.Write(16u); w.Write(0u);
                w.Write(0u); w.Write((ushort)0); w.Write((ushort)VersionIndex); w.Write((uint)versionName); w.Write(0u);
            }), 0, 2),
            (3, strings, 0, 0),
            (0x6fffffff, Bytes(w => { w.Write((ushort)0); w.Write((ushort)VersionIndex); }), 2, 0),
            (4, Bytes(w => { w.Write(0x1000UL); w.Write(((isRelocated ? 1UL : 0UL) << 32) | 7); w.Write(0L); }), 24, 0),
        ];

        return Bytes(w =>
        {
            int table = Header + (sections.Count * 128);
            w.Write([0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
            w.Write((ushort)3); w.Write(machine); w.Write(1u); w.Write(0UL); w.Write(0UL); w.Write((ulong)table);
            w.Write(0u); w.Write((ushort)64); w.Write((ushort)0); w.Write((ushort)0); w.Write((ushort)64); w.Write((ushort)sections.Count); w.Write((ushort)0);
            for (int i = 0; i < sections.Count; i++)
            {
                w.Write(sections[i].Bytes);
                w.Write(new byte[128 - sections[i].Bytes.Length]);
            }

            for (int i = 0; i < sections.Count; i++)
            {
                w.Write(0u); w.Write(sections[i].Type); w.Write(0UL); w.Write(0UL);
                w.Write((ulong)(Header + (i * 128))); w.Write((ulong)sections[i].Bytes.Length);
                w.Write(sections[i].Link); w.Write(0u); w.Write(1UL); w.Write((ulong)sections[i].EntrySize);
            }
        });
    }

    private static byte[] Bytes(System.Action<BinaryWriter> write)
    {
        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream);
        write(writer);
        return stream.ToArray();
    }
}
