using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.Versioning;
using CsCheck;
using Solar.Runtime.Native;
using Xunit;

namespace Solar.Runtime.Tests.Native;

[SupportedOSPlatform("linux")]
public class VersionNeedMendTests
{
    [Fact]
    public void NeedThatNothingUses_BecomesWeak_AndNoOtherByteChanges()
    {
        byte[] image = SyntheticLibrary.Write();

        byte[] mended = VersionNeedMend.Weaken(image, SyntheticLibrary.Version);

        Assert.Equal([SyntheticLibrary.FlagsOffset], Differences(image, mended));
        Assert.Equal(2, mended[SyntheticLibrary.FlagsOffset]);
    }

    [Fact]
    public void NeedThatARelocationUses_IsRefused_NamingTheSymbol()
    {
        InvalidDataException refusal = Assert.Throws<InvalidDataException>(
            () => VersionNeedMend.Weaken(SyntheticLibrary.Write(isRelocated: true), SyntheticLibrary.Version));

        Assert.Contains(SyntheticLibrary.Symbol, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(SyntheticLibrary.Version, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LibraryWithoutTheNeed_IsRefused()
    {
        Assert.Throws<InvalidDataException>(() => VersionNeedMend.Weaken(SyntheticLibrary.Write(version: "GLIBCXX_3.4.30"), SyntheticLibrary.Version));
    }

    [Fact]
    public void OtherMachine_IsRefused()
    {
        const ushort Arm64 = 183;
        Assert.Throws<InvalidDataException>(() => VersionNeedMend.Weaken(SyntheticLibrary.Write(machine: Arm64), SyntheticLibrary.Version));
    }

    [Fact]
    public void TorchSharpsOwnLibrary_DiffersInOneByte()
    {
        string path = TorchFolders.Probed().Select(folder => Path.Combine(folder, BridgeLibrary.FileName)).First(File.Exists);
        byte[] image = File.ReadAllBytes(path);

        byte[] mended = VersionNeedMend.Weaken(image, BridgeLibrary.NeedlessVersion);

        int place = Assert.Single(Differences(image, mended));
        Assert.Equal(0, image[place]);
        Assert.Equal(2, mended[place]);
        VersionNeed weak = Assert.Single(new ElfImage(mended).VersionNeeds(), need => need.Flags == 2);
        Assert.Equal(BridgeLibrary.NeedlessVersion, weak.Name);
    }

    [Fact]
    public void DamagedFile_IsMendedOrRefused_AndNeverAnythingElse()
    {
        byte[] image = SyntheticLibrary.Write();

        // Header, tables and section headers with some bytes overwritten, and the end cut off.
        Gen.Select(Gen.Int[0, image.Length], Gen.Select(Gen.Int[0, image.Length - 1], Gen.Byte).Array[1, 8]).Sample((length, changes) =>
        {
            byte[] damaged = (byte[])image.Clone();
            foreach ((int at, byte value) in changes)
            {
                damaged[at] = value;
            }

            try
            {
                VersionNeedMend.Weaken(damaged[..length], SyntheticLibrary.Version);
            }
            catch (InvalidDataException)
            {
                // The typed refusal that the loader turns into a message.
            }
        });
    }

    private static List<int> Differences(byte[] left, byte[] right)
    {
        Assert.Equal(left.Length, right.Length);
        return [.. Enumerable.Range(0, left.Length).Where(i => left[i] != right[i])];
    }
}
