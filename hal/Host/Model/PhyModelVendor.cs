namespace NanoStack.Hal.Host.Model;

/// <summary>The other half of <see cref="PhyModel"/>: the registers that clause 22 leaves to
/// vendors.</summary>
public sealed partial class PhyModel
{
    private int ReadVendor(int register)
    {
        if (register == 0x1C && _profile.HasLength)
        {
            return CableCode << 12;
        }

        if (register == 0x1D && _profile.HasLinkMd)
        {
            return _testLeft > 0 && _testLeft-- > 0 ? 0x8000 : LinkMdResult;
        }

        if (register == 0x1F && _profile.Layout == PhyLayout.Code30)
        {
            return _clockSelect;
        }

        return register == 0x0E && _profile.IsSinglePair
            ? Mmd[_mmdAddress] : _profile.Read(register, _page, IsUp ? Mode : 0);
    }

    private void WriteVendor(int register, int value)
    {
        bool isPage = (register == 0x14 && _profile.Layout == PhyLayout.Paged30)
            || (register == 0x1F && _profile.Layout == PhyLayout.Control);
        if (isPage)
        {
            _page = value & 0x1F;
        }
        else if (register == 0x1F && _profile.Layout == PhyLayout.Code30)
        {
            _clockSelect = value;
        }
        else if (register == 0x1D && _profile.HasLinkMd && (value & 0x8000) != 0)
        {
            _testLeft = LinkMdPolls;
        }
        else if (register == 0x0D)
        {
            _mmdControl = value;
        }
        else if (register == 0x0E && (_mmdControl & 0x1F) == 31)
        {
            WriteMmd(value);
        }
    }

    private void WriteMmd(int value)
    {
        if ((_mmdControl & 0x4000) == 0)
        {
            _mmdAddress = value;
        }
        else
        {
            Mmd[_mmdAddress] = value;
        }
    }
}
