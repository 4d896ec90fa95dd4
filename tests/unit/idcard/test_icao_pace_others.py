"""ICAO Doc 9303-11, appendices G.2 (DH), H (integrated mapping) and I (chip-authentication mapping).

The standard's numbers, against the reader and against the virtual card. In appendix H the nonces are hidden
under the password 123456.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from kiosk.idcard import integrated, pace, security_infos
from kiosk.idcard.apdu import Command, Response, parse_command, parse_response
from kiosk.idcard.channel import File
from kiosk.idcard.groups import GROUPS, group_by_number, pace_group
from kiosk.idcard.modp import MODP_GROUPS
from kiosk.idcard.passwords import MRZ_REFERENCE, Password, from_zone_information
from kiosk.idcard.security_infos import Mapping
from kiosk.idcard.suites import Suite
from kiosk.idcard.virtual.chip import Chip, VirtualCard
from kiosk.idcard.virtual.chip_access import PaceChip

H = bytes.fromhex


def queued(*values: bytes) -> Callable[[int], bytes]:
    rest = list(values)
    return lambda _count: rest.pop(0)


@dataclass(frozen=True)
class Example:
    """One appendix: who draws what, what is said, and the keys at the end."""

    mapping: Mapping
    parameters: int
    password: Password
    reader: tuple[bytes, ...]
    card: tuple[bytes, ...] | None
    transcript: tuple[tuple[str, str], ...]
    keys: tuple[str, str]


def reduced(text: str, group: int) -> bytes:
    """Return an exponent of the standard's, which is longer than the order, as our groups draw it."""
    order = pace_group(group).order
    return (int(text, 16) % order).to_bytes((order.bit_length() + 7) // 8, "big")


DH_PUBLIC_MAP_IFD = (
    "23FB3749EA030D2A25B278D2A562047ADE3F01B74F17A15402CB7352CA7D2B3EB71C343DB13D1DEBCE9A3666DBCFC920"
    "B49174A602CB47965CAA73DC702489A44D41DB914DE9613DC5E98C94160551C0DF86274B9359BC0490D01B03AD54022D"
    "CB4F57FAD6322497D7A1E28D46710F461AFE710FBBBC5F8BA166F4311975EC6C"
)
DH_PUBLIC_MAP_IC = (
    "78879F57225AA8080D52ED0FC890A4B25336F699AA89A2D3A189654AF70729E623EA5738B26381E4DA19E004706FACE7"
    "B235C2DBF2F38748312F3C98C2DD4882A41947B324AA1259AC22579DB93F7085655AF30889DBB845D9E6783FE42C9F24"
    "49400306254C8AE8EE9DD812A804C0B66E8CAFC14F84D8258950A91B44126EE6"
)
DH_PUBLIC_IFD = (
    "907D89E2D425A178AA81AF4A7774EC8E388C115CAE67031E85EECE520BD911551B9AE4D04369F29A02626C86FBC6747C"
    "C7BC352645B6161A2A42D44EDA80A08FA8D61B76D3A154AD8A5A51786B0BC07147057871A922212C5F67F43173172236"
    "B7747D1671E6D692A3C7D40A0C3C5CE397545D015C175EB5130551EDBC2EE5D4"
)
DH_PUBLIC_IC = (
    "075693D9AE941877573E634B6E644F8E60AF17A0076B8B123D9201074D36152BD8B3A213F53820C42ADC79AB5D0AEEC3"
    "AEFB91394DA476BD97B9B14D0A65C1FC71A0E019CB08AF55E1F729005FBA7E3FA5DC41899238A250767A6D46DB974064"
    "386CD456743585F8E5D90CC8B4004B1F6D866C79CE0584E49687FF61BC29AEA1"
)
G2 = Example(
    Mapping.DH_GM,
    0,
    from_zone_information("T22000129364081251010318"),
    (H("5265030F751F4AD18B08AC565FC7AC952E41618D"), H("89CCD99B0E8D3B1F11E1296DCA68EC53411CF2CA")),
    (
        H("FA5B7E3E49753A0DB9178B7B9BD898C8"),
        H("66DDAFEAC1609CB5B963BB0CB3FF8B3E047F336C"),
        H("A5B780126B7C980E9FCEA1D4539DA1D27C342DFA"),
    ),
    (
        ("0022C1A40F800A04007F00070202040102830101", "9000"),
        ("10860000027C0000", "7C128010854D8DF5827FA6852D1A4FA701CDDDCA9000"),
        (f"10860000867C8183818180{DH_PUBLIC_MAP_IFD}00", f"7C8183828180{DH_PUBLIC_MAP_IC}9000"),
        (f"10860000867C8183838180{DH_PUBLIC_IFD}00", f"7C8183848180{DH_PUBLIC_IC}9000"),
        ("008600000C7C0A8508B46DD9BD4D98381F00", "7C0A8608917F37B5C0E6D8D19000"),
    ),
    ("2F7F46ADCC9E7E521B45D192FAFA9126", "805A1D27D45A5116F73C54469462B7D8"),
)
H1 = Example(
    Mapping.ECDH_IM,
    13,
    Password(MRZ_REFERENCE, b"123456"),
    (
        H("5DD4CBFC96F5453B130D890A1CDBAE32"),
        H("A73FB703AC1436A18E0CFA5ABB3F7BEC7A070E7A6788486BEE230C4A22762595"),
    ),
    (
        H("2923BE84E16CD6AE529049F1F1BBE9EB"),
        H("107CF58696EF6155053340FD633392BA81909DF7B9706F226F32086C7AFF974A"),
    ),
    (
        ("0022C1A40F800A04007F00070202040402830101", "9000"),
        ("10860000027C0000", "7C128010143DC40C08C8E891FBED7DEDB92B64AD9000"),
        ("10860000147C1281105DD4CBFC96F5453B130D890A1CDBAE3200", "7C0282009000"),
        (
            (
                "10860000457C4383410489CBA23FFE96AA18D824627C3E934E54A9FD0B87A95D1471DC1C0ABFDCD640D4"
                "6755DE9B7B778280B6BEBD57439ADFEB0E21FD4ED6DF42578C13418A59B34C3700"
            ),
            (
                "7C4384410467F78E5F7F7686082B293E8D087E056916D0F74BC01A5F8957D0DE45691E51E8"
                "932B69A962B52A0985AD2C0A271EE6A13A8ADDDCD1A3A994B9DED257F4D227539000"
            ),
        ),
        ("008600000C7C0A8508450F02B86F6A090900", "7C0A860875D4D96E8D5B03089000"),
    ),
    ("0D3FEB33251A6370893D62AE8DAAF51B", "B01E89E3D9E8719E586B50B4A7506E0B"),
)
DH_IM_PUBLIC_IFD = (
    "0F0CC62945A8029251FB7EF3C094E12EC68E4EF07F27CB9D9CD04C5C4250FAE0E4F8A951557E929AEB48E5C6DD47F2F5"
    "CD7C351A9BD2CD722C07EDE166770F08FFCB370262CF308DD7B07F2E0DA9CAAA1492344C852906919538C98A4BA4187E"
    "76CE9D87832386D319CE2E043C3343AEAE6EDBA1A9894DC5094D22F7FE1351D5"
)
DH_IM_PUBLIC_IC = (
    "928D9A0F9DBA450F13FC859C6F290D1D36E42431138A4378500BEB4E0401854CFF111F71CB6DC1D0335807A11388CC8E"
    "AA87B07907AAD9FBA6B169AF6D8C26AF8DDDC39ADC3AD2E3FF882B84D23E9768E95A80E4746FB07A9767679FE92133B4"
    "D379935C771BD7FBED6C7BB4B1708B275EA75679524CDC9C6A91370CC662A2F3"
)
H2 = Example(
    Mapping.DH_IM,
    0,
    Password(MRZ_REFERENCE, b"123456"),
    (
        H("B3A6DB3C870C3E99245E0D1C06B747DE"),
        reduced(
            "4BD0E54740F9A028E6A515BFDAF967848C4F5F5FFF65AA0915947FFD1A0DF2FA6981271BC905F3551457B7E03AC3B806"
            "6DE4AA406C1171FB43DD939C4BA16175103BA3DEE16419AA248118F90CC36A3D6F4C373652E0C3CCE7F0F1D0C5425B36"
            "00F0F0D6A67F004C8BBA33F2B4733C7252445C1DFC4F1107203F71D2EFB28161",
            0,
        ),
    ),
    (
        H("FA5B7E3E49753A0DB9178B7B9BD898C8"),
        reduced(
            "020F018C7284B047FA7721A337EFB7ACB1440BB30C5252BD41C97C30C994BB78E9F0C5B32744D84017D21FFA6878396A"
            "6469CA283EF5C000DAF7D261A39AB8860ED4610AB5343390897AAB5A7787E4FAEFA0649C6A94FDF82D991E8E3FC332F5"
            "142729E7040A3F7D5A4D3CD75CBEE1F043C1CAD2DD484FEB4ED22B597D36688E",
            0,
        ),
    ),
    (
        ("0022C1A40F800A04007F00070202040302830101", "9000"),
        ("10860000027C0000", "7C1280109ABB8864CA0FF1551E620D1EF4E135109000"),
        ("10860000147C128110B3A6DB3C870C3E99245E0D1C06B747DE00", "7C0282009000"),
        (f"10860000867C8183838180{DH_IM_PUBLIC_IFD}00", f"7C8183848180{DH_IM_PUBLIC_IC}9000"),
        ("008600000C7C0A850855D61977CBF5307E00", "7C0A8608C2F04230187E15259000"),
    ),
    ("01AFC10CF87BE36D8179E87370171F07", "23F0FBD05FD6C7B8B88F4C8309669061"),
)
I1 = Example(
    Mapping.ECDH_CAM,
    13,
    from_zone_information("C11T002JM496081222310314"),
    (
        H("5D8BB87BD74D985A4B7D4325B9F7B976FE835122773400798914AA22738135CC"),
        H("76ECFDAA9841C323A3F5FC5E88B88DB3EFF7E35EBF57A7E6946CB630006C2120"),
    ),
    None,
    (
        ("0022C1A40F800A04007F00070202040602830101", "9000"),
        ("10860000027C0000", "7C128010CB60E8E0D85B76A9BD304747C2AD42E29000"),
        (
            (
                "10860000457C438141047F1D410ADB7DDB3B84BF1030800981A9105D7457B4A3ADE002384F3086C67EDE"
                "1AB889104A27DB6D842B019020FBF3CEACB0DC627F7BDCAC29969E19D0E553C100"
            ),
            (
                "7C43824104A234236AA9B9621E8EFB73B5245C0E09D2576E5277183C1208BDD55280CAE8B3"
                "04F365713A356E65A451E165ECC9AC0AC46E3771342C8FE5AEDD092685338E239000"
            ),
        ),
        (
            (
                "10860000457C43834104446C934084D9DAB863944F219520076C29EE3F7AE6722B11FF319EC1C7728F95"
                "5483400BFF60BF0C5929270009277DC2A515E12575010AD9BA916CF1BF86FEFC00"
            ),
            (
                "7C4384410402AD566F3C6EC7F9324509AD50A51FA52030782A4968FCFEDF737DAEA9933331"
                "11C3B9B4C2287789BD137E7F8AA882E2A3C633CCD6ECC2C63C57AD401A09C2E19000"
            ),
        ),
        (
            "008600000C7C0A8508E86BD06018A1CD3B00",
            (
                "7C3C86088596CF055C67C1A38A301EEA964DAAE372AC990E3EFDE6333353BFC89A6704D93DA8798CF77F5B7A54BD10CB"
                "A372B42BE0B9B5F28AA8DE2F4F929000"
            ),
        ),
    ),
    ("0A9DA4DB03BDDE39FC5202BC44B2E89E", "4B1C06491ED5140CA2B537D344C6C0B1"),
)
EXAMPLES = {"G.2": G2, "H.1": H1, "H.2": H2, "I.1": I1}


def offer_of(example: Example) -> security_infos.PaceInfo:
    entry = security_infos.encode_pace(example.mapping, Suite.AES128, example.parameters)
    (offer,) = security_infos.parse(security_infos.encode(entry)).pace
    return pace.choose([offer])


def run(example: Example) -> pace.Opened:
    steps = list(example.transcript)

    def send(command: Command) -> Response:
        expected, answer = steps.pop(0)
        assert command.encode().hex().upper() == expected
        return parse_response(H(answer))

    opened = pace.run(send, offer_of(example), example.password, queued(*example.reader))
    assert not steps
    return opened


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_reader_speaks_the_transcript(name: str) -> None:
    session = run(EXAMPLES[name]).session
    assert (session._enc.hex().upper(), session._mac_key.hex().upper()) == EXAMPLES[name].keys


@pytest.mark.parametrize("name", [name for name, example in EXAMPLES.items() if example.card])
def test_the_virtual_card_speaks_the_transcript(name: str) -> None:
    example = EXAMPLES[name]
    assert example.card is not None
    chip = Chip(
        files={File.CARD_ACCESS: b""},
        secrets={MRZ_REFERENCE: example.password.secret},
        pace=(offer_of(example),),
    )
    card = VirtualCard(chip, queued(*example.card))
    for command, answer in example.transcript:
        assert card.transmit(H(command)).hex().upper() == answer


def test_h1_the_mapped_generator() -> None:
    curve = group_by_number(13)
    number = integrated.pseudo_random(
        Suite.AES128,
        H("2923BE84E16CD6AE529049F1F1BBE9EB"),
        H("5DD4CBFC96F5453B130D890A1CDBAE32"),
        curve.field_prime,
    )
    assert f"{number:064X}" == "A2F8FF2DF50E52C6599F386ADCB595D229F6A167ADE2BE5F2C3296ADD5B7430E"
    assert curve.map_integrated(number)[1:33] == H(
        "8E82D31559ED0FDE92A4D0498ADD3C23BABA94FB77691E31E90AEA77FB17D427"
    )


def test_h2_the_mapped_generator() -> None:
    group = MODP_GROUPS[0]
    number = integrated.pseudo_random(
        Suite.AES128,
        H("FA5B7E3E49753A0DB9178B7B9BD898C8"),
        H("B3A6DB3C870C3E99245E0D1C06B747DE"),
        group.prime,
    )
    assert group.map_integrated(number) == H(
        "1D7D767F11E333BCD6DBAEF40E799E7A926B96973550656FF3C830726D118D61C276CDCC61D475CF03A98E0C0E79CAEB"
        "A5BE25578BD4551D0B10903236F0B0F976852FA78EEA14EA0ACA87D1E91F688FE0DFF897BBE35A472621D343564B262F"
        "34223AE8FC59B664BFEDFA2BFE7516CA5510A6BBB633D517EC25D4E0BBAA16C2"
    )


def test_i1_the_number_that_ties_the_mapping_key_to_the_static_key() -> None:
    proof = run(I1).proof
    assert proof is not None
    assert f"{proof.number:064X}" == "85DC3FA93D0952BFA82F5FD189EE75BD82F11D1F0B8ED4BF5319AC9B53C426B3"
    static = GROUPS[13].shared_point(pow(proof.number, -1, GROUPS[13].order), proof.mapping_key)
    assert proof.matches(static)
    assert not proof.matches(GROUPS[13].generator)


def test_i1_the_virtual_card_up_to_the_key_that_the_standard_does_not_print() -> None:
    """The chip's agreement secret isn't given: nonce, mapping and chip authentication data are compared."""
    nonce = H("658B860BC94DF6F044FCE6D5C82CF8E5")
    mapping = H("9E56A6B59C95D06ECE5CD10F983BB2F4F1943528E577F23881D89D8C3BBEE0AA")
    number = 0x85DC3FA93D0952BFA82F5FD189EE75BD82F11D1F0B8ED4BF5319AC9B53C426B3
    static = int.from_bytes(mapping, "big") * pow(number, -1, GROUPS[13].order) % GROUPS[13].order
    assert GROUPS[13].public_key(static) == H(
        "041872709494399E7470A6431BE25E83EEE24FEA568C2ED28DB48E05DB3A610DC8"
        "84D256A40E35EFCB59BF6753D3A489D28C7A4D973C2DA138A6E7A4A08F68E16F"
    )
    card = PaceChip(offer_of(I1), I1.password.secret, queued(nonce, mapping), static)
    for command, answer in I1.transcript[1:3]:
        assert card.step(parse_command(H(command)).data).encode().hex().upper() == answer
    card._keys = (H(I1.keys[0]), H(I1.keys[1]))
    assert card._chip_data().hex().upper() == I1.transcript[4][1][-104:-4]


@pytest.mark.parametrize("group", MODP_GROUPS, ids=lambda group: group.name)
def test_prime_groups_are_the_rfcs(group: object) -> None:
    assert group in MODP_GROUPS
    chosen = MODP_GROUPS[MODP_GROUPS.index(group)]  # type: ignore[arg-type]
    assert pow(chosen.base, chosen.order, chosen.prime) == 1
    assert (chosen.prime - 1) % chosen.order == 0
    assert chosen.base != 1


@pytest.mark.parametrize("suite", list(Suite))
@pytest.mark.parametrize(
    ("mapping", "number"),
    [
        (Mapping.DH_GM, 1),
        (Mapping.DH_GM, 2),
        (Mapping.DH_IM, 0),
        (Mapping.DH_IM, 2),
        (Mapping.ECDH_IM, 11),
        (Mapping.ECDH_IM, 12),
        (Mapping.ECDH_IM, 15),
        (Mapping.ECDH_IM, 17),
        (Mapping.ECDH_IM, 18),
    ],
)
def test_reader_and_card_agree(suite: Suite, mapping: Mapping, number: int) -> None:
    entry = security_infos.encode_pace(mapping, suite, number)
    offers = security_infos.parse(security_infos.encode(entry)).pace
    counter = iter(range(1, 1000))

    def rng(size: int) -> bytes:
        return next(counter).to_bytes(size, "big")

    chip = Chip(files={}, secrets={MRZ_REFERENCE: b"123456"}, pace=offers)
    card = VirtualCard(chip, rng)
    session = pace.run(
        lambda command: parse_response(card.transmit(command.encode())),
        pace.choose(offers),
        Password(MRZ_REFERENCE, b"123456"),
        rng,
    ).session
    answer = card.transmit(session.protect_command(Command(0, 0xA4, 4, 0x0C, H("A0000002471001"))).encode())
    assert session.open_response(parse_response(answer)).ok
